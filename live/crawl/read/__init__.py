"""What documents say: listings, markup, the article and its date. Pure."""
