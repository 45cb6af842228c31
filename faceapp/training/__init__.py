"""The FaceNet paper as a textbook one can run: networks, losses, mining, training, protocols.

Schroff, Kalenichenko, Philbin, "FaceNet: A Unified Embedding for Face Recognition and Clustering", CVPR 2015
(arXiv 1503.03832). Each piece names its section.
"""
