"""What is done in a tab: load a page, clean it, photograph it, check the picture."""
