"""Pages in, questions with gold answers and rubrics out."""
