"""The networks: devices, checked weights, MTCNN detection, FaceNet embedding."""
