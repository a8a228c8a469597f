// planted_failure: breaks its promise to hold a beat when `misbehave` is high, so that a test can see that assertions
// are really on.
`default_nettype none
`include "flue_assert.svh"

module planted_failure (
    input  wire logic       clk,
    input  wire logic       rst,
    input  wire logic       misbehave,
    output logic            m_tvalid,
    input  wire logic       m_tready,
    output logic      [7:0] m_tdata
);
  logic [7:0] count_q;
  always_ff @(posedge clk) begin
    if (rst) count_q <= '0;
    else if (m_tready || misbehave) count_q <= count_q + 8'd1;
  end
  assign m_tvalid = !rst;
  assign m_tdata  = count_q;

  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, m_tdata)
endmodule

`default_nettype wire
