"""The project's own sample reports: mark-up sources -> report files with gold annotation (annotations/README.md)."""
