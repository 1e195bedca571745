"""Live pages: who listens, what they hear of the chronicle, and the stream that tells them what to fetch anew."""
