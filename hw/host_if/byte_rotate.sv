// byte_rotate: one of the two stages of a rotation of 64 bytes: towards byte 0 by `steps` times StepBytes. Combinational.
`default_nettype none

module byte_rotate #(
    parameter int unsigned StepBytes = 1
) (
    input  wire logic [511:0] s_data,
    input  wire logic [2:0]   steps,
    output logic      [511:0] m_data
);
  localparam int unsigned Step = 8 * StepBytes;

  logic [511:0] by_1, by_2;
  assign by_1   = steps[0] ? {s_data[Step-1:0], s_data[511:Step]} : s_data;
  assign by_2   = steps[1] ? {by_1[2*Step-1:0], by_1[511:2*Step]} : by_1;
  assign m_data = steps[2] ? {by_2[4*Step-1:0], by_2[511:4*Step]} : by_2;
endmodule

`default_nettype wire
