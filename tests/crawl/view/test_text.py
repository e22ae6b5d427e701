"""The text of a picture is what stands inside it, line by line."""

from live.crawl.view.text import Piece, text_within


def piece(text, top, *, left=0.0, block=0, wide=50, tall=20):
    return Piece(text, block, left, top, left + wide, top + tall)


def test_pieces_of_one_box_at_one_height_are_one_line():
    pieces = [
        piece("By ", 0),
        piece("Ada Bell", 1, left=50),
        piece("Monday", 0, left=150),
        piece("next", 24),
        piece("other box", 24, left=60, block=1),
    ]
    assert text_within(pieces, (0, 0, 800, 600)) == "By Ada Bell Monday\nnext\nother box"


def test_a_line_that_is_cut_by_the_edge_is_in_neither_picture():
    pieces = [piece("above", 570), piece("cut", 590), piece("below", 610)]
    assert text_within(pieces, (0, 0, 800, 600)) == "above"
    assert text_within(pieces, (0, 600, 800, 1200)) == "below"


def test_what_is_beside_the_picture_is_not_in_it():
    pieces = [piece("right", 0, left=800), piece("left", 0, left=-100), piece("in", 0, left=700)]
    assert text_within(pieces, (0, 0, 800, 600)) == "in"


def test_what_is_left_of_a_figure_is_not_in_its_picture():
    pieces = [piece("menu", 0), piece("caption", 0, left=100), piece("teaser", 0, left=300)]
    assert text_within(pieces, (90, 0, 300, 600)) == "caption"
