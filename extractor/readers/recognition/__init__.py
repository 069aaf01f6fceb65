"""Reading pictures of pages: rules and signs found in an image. Its modules load OpenCV, so `ocr` imports them late."""
