// rr_arbiter: chooses one of N requests in turn. `grant` is one-hot among `request` and 0 when there is none.
// Combinational; when `advance` is high the granted one becomes the last in line, so that a request that stays is
// granted within N advances.
`default_nettype none
`include "flue_assert.svh"

module rr_arbiter #(
    parameter int unsigned N = 2
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic [N-1:0] request,
    input  wire logic         advance,
    output logic      [N-1:0] grant
);
  if (N < 2 || N > 8) $error("N must be 2..8");

  // `later_q`: the ones after the last granted; they come first. The lowest set bit of v is v & -v.
  logic [N-1:0] later_q, first, all;
  assign first = (request & later_q) & (~(request & later_q) + 1'b1);
  assign all   = request & (~request + 1'b1);
  assign grant = |(request & later_q) ? first : all;

  always_ff @(posedge clk) begin
    if (rst) later_q <= '0;
    else if (advance && |grant) later_q <= ~(grant | (grant - 1'b1));
  end

  `ASSERT(grant_one_hot, (grant & (grant - 1'b1)) == '0)
  `ASSERT(grant_requested, (grant & ~request) == '0 && (|grant == |request))

`ifdef FORMAL
`include "rr_arbiter.svh"
`endif
endmodule

`default_nettype wire
