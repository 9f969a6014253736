"""What clerks' decisions teach: lessons on top of a released model, small enough to be read by a person."""
