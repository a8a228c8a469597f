// skid_buffer: cuts the combinational path from m_tready to s_tready of a stream of W bits; order is kept.
// Latency 1 cycle, 1 beat per cycle; holds at most 2 beats; s_tready comes from a register. Stalls, never loses.
`default_nettype none
`include "flue_assert.svh"

module skid_buffer #(
    parameter int unsigned W = 8
) (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic         s_tvalid,
    output logic              s_tready,
    input  wire logic [W-1:0] s_tdata,
    output logic              m_tvalid,
    input  wire logic         m_tready,
    output logic      [W-1:0] m_tdata
);

  // --- The beat at the output, and the one that came while the output was stalled
  logic         main_valid_q, skid_valid_q;
  logic [W-1:0] main_q, skid_q;

  assign s_tready = !skid_valid_q;
  assign m_tvalid = main_valid_q;
  assign m_tdata  = main_q;

  logic s_take, main_free;
  assign s_take    = s_tvalid && s_tready;
  assign main_free = !main_valid_q || m_tready;

  always_ff @(posedge clk) begin
    if (rst) begin
      main_valid_q <= 1'b0;
      skid_valid_q <= 1'b0;
    end else if (main_free) begin
      main_valid_q <= skid_valid_q || s_take;
      skid_valid_q <= 1'b0;
    end else begin
      skid_valid_q <= skid_valid_q || s_take;
    end
  end

  always_ff @(posedge clk) begin
    if (main_free) main_q <= skid_valid_q ? skid_q : s_tdata;
    if (s_take) skid_q <= s_tdata;
  end

  // The output stream keeps AXI4-Stream's promise if the input does; two beats never pile up behind an idle output.
  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, m_tdata)
  `ASSERT(skid_needs_main, !skid_valid_q || main_valid_q)

`ifdef FORMAL
`include "skid_buffer.svh"
`endif
endmodule

`default_nettype wire
