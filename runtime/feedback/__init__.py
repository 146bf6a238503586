"""What is learned from turns that went wrong: traces, the signals between them, and the only road out."""
