"""How each part of the model is taught; `nlp.training` puts the parts together."""
