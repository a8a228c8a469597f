// ram_1r1w: memory of Depth words of W bits with one write and one read port, made of block RAM.
// Read latency 1 cycle; 1 read and 1 write per cycle. rd_data holds while rd_en is low. Reading the word that is being
// written in the same cycle gives anything: callers must not do it. No reset: the content starts unknown.
`default_nettype none
`include "flue_assert.svh"

module ram_1r1w #(
    parameter  int unsigned W     = 8,
    parameter  int unsigned Depth = 16,
    localparam int unsigned AddrW = $clog2(Depth)
) (
    input  wire logic             clk,
    input  wire logic             rst,
    input  wire logic             wr_en,
    input  wire logic [AddrW-1:0] wr_addr,
    input  wire logic [W-1:0]     wr_data,
    input  wire logic             rd_en,
    input  wire logic [AddrW-1:0] rd_addr,
    output logic      [W-1:0]     rd_data
);
  if (Depth < 2) $error("Depth must be at least 2");

  (* ram_style = "block" *)
  logic [W-1:0] mem[0:Depth-1];

  always_ff @(posedge clk) begin
    if (wr_en) mem[wr_addr] <= wr_data;
    if (rd_en) rd_data <= mem[rd_addr];
  end

  `ASSERT(no_collision, !(wr_en && rd_en && wr_addr == rd_addr))

  logic unused_rst;
  assign unused_rst = rst;  // only for the assertion
endmodule

`default_nettype wire
