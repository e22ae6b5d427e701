"""Sites in, photographed pages with proof of their date out."""
