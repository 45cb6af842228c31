"""faceapp: local face albums. Photos in, named people out, on your own machine."""

__version__ = "0.1.0"
