"""The address space for programs, /api/v1: the same questions as the pages, as rows; described by OpenAPI."""
