// Clocked assertions on `clk`, off while `rst`; nothing in synthesis. Verilator ignores them without --assert.
`ifndef FLUE_ASSERT_SVH
`define FLUE_ASSERT_SVH

`ifdef VERILATOR
// ASSERT(name, prop): prop holds at every rising edge.
`define ASSERT(name, prop) \
  name: assert property (@(posedge clk) disable iff (rst) (prop));
// ASSERT_STABLE(name, valid, ready, data): what is offered stays until it is taken.
`define ASSERT_STABLE(name, valid, ready, data) \
  name: assert property (@(posedge clk) disable iff (rst) ((valid) && !(ready)) |=> ((valid) && $stable(data)));
`else
`define ASSERT(name, prop)
`define ASSERT_STABLE(name, valid, ready, data)
`endif

`endif
