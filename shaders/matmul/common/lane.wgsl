// Place of a thread among four neighbours along x, for loaders that let the four load together. A body sets it before
// anything is loaded.

var<private> lane: u32;
