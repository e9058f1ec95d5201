"""What may be asked over HTTP: the bodies of requests, with an example each."""
