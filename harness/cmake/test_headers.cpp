// Holds nothing: the target that it makes carries the precompiled headers of all tests.
