// ring_batch: how many of the `waiting` entries of a ring can be moved in one burst: those up to the next multiple of 16
// or the end of the ring, at most 16. Combinational.
`default_nettype none

module ring_batch (
    input  wire logic [3:0]  cfg_log2,  // of the entries in the ring, 1 or more
    input  wire logic [3:0]  index,     // low bits of the first entry
    input  wire logic [31:0] waiting,
    output logic      [4:0]  count
);
  // Bits of the index that count within a block of 16, or of the whole ring if that is smaller.
  logic [3:0] mask;
  logic [4:0] room;
  assign mask  = {cfg_log2 >= 4'd4, cfg_log2 >= 4'd3, cfg_log2 >= 4'd2, 1'b1};
  assign room  = {1'b0, mask & ~index} + 5'd1;
  assign count = waiting < {27'd0, room} ? waiting[4:0] : room;
endmodule

`default_nettype wire
