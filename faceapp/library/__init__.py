"""What faceapp can do: the facade that the window, the command line and the tests share."""
