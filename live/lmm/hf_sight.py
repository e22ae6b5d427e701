"""What a processor of local weights made of one picture -> how the weights see it. Pure.

Processors scale, crop or cut pictures each in their own way; what they hand on tells the result.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

from live.lmm.sight import Size
from live.records import Seen


def seen_by(processor: Any, inputs: Mapping[str, Any], sent: Size) -> Seen:
    """Says how a picture is seen.

    inputs: what the processor made of a chat with this one picture. Of what is cut into tiles only
    the tiles are known, one of which often is the whole, small. Of pixels that come in a form that
    is not known here, nothing is.
    """
    known = Seen(original=sent, sent=sent, known="checked")
    grid, pixels = inputs.get("image_grid_thw"), inputs.get("pixel_values")
    if grid is not None:
        _, down, across = grid[0].tolist()
        patch = processor.image_processor.patch_size
        return known.model_copy(update={"seen": (across * patch, down * patch)})
    shape = tuple(getattr(pixels, "shape", ()))
    if len(shape) < 4 or shape[-3] != 3:
        return Seen(original=sent, sent=sent)
    used = inputs.get("aspect_ratio_mask")  # of tiles that are there for every picture
    tiles = prod(shape[:-3]) if used is None else int(used.sum())
    size = (shape[-1], shape[-2])
    if tiles > 1:
        return known.model_copy(update={"tiles": tiles, "tile": size})
    exact = inputs.get("image_sizes")
    if exact is not None and len(shape) == 4:  # with five, these are the sizes from before
        height, width = exact[0].tolist()
        size = (width, height)
    return known.model_copy(update={"seen": size})
