"""The embedded writer: questions from a page's DOM by templates, without a model.

dom.py reads facts from the HTML, tabular.py and prose.py word questions about them, choose.py keeps
those whose gold stands in the pixels and picks a varied few.
"""
