"""The Python model host of Gradient Lens.

It loads the user's file, tells what it defines, and carries out plans: call this with that, J at a point,
where an array was made. It decides, judges and words nothing. Messages: `src/protocol/host.ts`.
"""
