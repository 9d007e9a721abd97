"""The pages for people, as the server sends them."""
