"""The bundled newspaper and the workspace of `live demo`."""
