// beat_delay: a word of W bits comes out exactly Cycles cycles after it went in.
// Latency Cycles, 1 word per cycle; no back-pressure, no drops. Nothing changes while no word is inside.
`default_nettype none
`include "flue_assert.svh"

module beat_delay #(
    parameter int unsigned W      = 8,
    parameter int unsigned Cycles = 4
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_valid,
    input  wire logic [W-1:0] s_data,
    output logic              m_valid,
    output logic      [W-1:0] m_data
);
  localparam int unsigned AddrW = $clog2(Cycles);

  if (Cycles < 2) $error("Cycles must be at least 2");

  // --- A ring whose pointers move with the words, so that no word is copied on its way
  (* ram_style = "distributed" *)
  logic [W-1:0]      mem[0:(1<<AddrW)-1];
  logic [W-1:0]      data_q;
  logic [AddrW-1:0]  wr_ptr_q, rd_ptr_q;
  logic [Cycles-1:0] valid_q;

  logic read;
  assign read    = valid_q[Cycles-2];
  assign m_valid = valid_q[Cycles-1];
  assign m_data  = data_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      valid_q  <= '0;
      wr_ptr_q <= '0;
      rd_ptr_q <= '0;
    end else begin
      valid_q <= {valid_q[Cycles-2:0], s_valid};
      if (s_valid) wr_ptr_q <= wr_ptr_q + 1'b1;
      if (read) rd_ptr_q <= rd_ptr_q + 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (s_valid) mem[wr_ptr_q] <= s_data;
    if (read) data_q <= mem[rd_ptr_q];
  end

  // A word is read where the one of Cycles - 1 cycles ago was written.
  `ASSERT(empty_meets, |valid_q[Cycles-2:0] || wr_ptr_q == rd_ptr_q)
endmodule

`default_nettype wire
