// Every proof starts with one cycle of reset and has none after it.
logic f_started_q;
initial f_started_q = 1'b0;
always @(posedge clk) f_started_q <= 1'b1;
always_comb assume (rst == !f_started_q);
