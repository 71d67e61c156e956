//! Random reports, manglers and document makers for the tests of the house.
