// dma_read: reads ranges of host memory, in order, into a packed stream: byte 0 of a range at byte 0 of its first beat,
// tlast at its end. Any address and length; bursts as dma_split makes them, up to 32 outstanding.
// Throughput: 1 beat of the bus per cycle (ranges of one beat included). Latency 5 cycles from a command to its AR,
// 5 from a beat of the bus to the stream, counted from the next beat where that one completes it. A stalled stream stalls
// the bus; never loses.
// After an error response stat_error stays up and nothing more comes out, not even what was read with the error: the
// bursts under way are drained, no command is accepted. `stop` keeps commands out as well.
`default_nettype none
`include "flue_assert.svh"

module dma_read (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            stop,
    input  wire logic                            s_cmd_tvalid,
    output logic                                 s_cmd_tready,
    input  wire logic [flue_pkg::DmaCmdBits-1:0] s_cmd_tdata,
    output logic      [511:0]                    m_data_tdata,
    output logic      [63:0]                     m_data_tkeep,
    output logic                                 m_data_tvalid,
    input  wire logic                            m_data_tready,
    output logic                                 m_data_tlast,
    output logic      [63:0]                     m_axi_araddr,
    output logic      [7:0]                      m_axi_arlen,
    output logic      [2:0]                      m_axi_arsize,
    output logic      [1:0]                      m_axi_arburst,
    output logic                                 m_axi_arvalid,
    input  wire logic                            m_axi_arready,
    input  wire logic [511:0]                    m_axi_rdata,
    input  wire logic [1:0]                      m_axi_rresp,
    input  wire logic                            m_axi_rlast,
    input  wire logic                            m_axi_rvalid,
    output logic                                 m_axi_rready,
    output logic                                 stat_error,
    output logic                                 stat_idle
);
  logic error_q;
  assign stat_error = error_q;

  // --- Commands to bursts
  logic        split_tvalid, split_tready, split_first, split_carry, split_last, split_idle;
  logic [63:0] split_addr;
  logic [7:0]  split_len;
  logic [5:0]  split_offset, split_end, split_tail;
  logic [10:0] split_beats_m1;
  dma_split u_split (
      .clk(clk), .rst(rst), .stop(stop || error_q),
      .s_cmd_tvalid(s_cmd_tvalid), .s_cmd_tready(s_cmd_tready), .s_cmd_tdata(s_cmd_tdata),
      .m_tvalid(split_tvalid), .m_tready(split_tready), .m_addr(split_addr), .m_len(split_len), .m_first(split_first),
      .m_last(split_last), .m_offset(split_offset), .m_end(split_end), .m_tail(split_tail), .m_carry(split_carry),
      .m_beats_m1(split_beats_m1), .stat_idle(split_idle)
  );

  // --- Bursts to the bus, and a note of each command for its data
  logic       ar_valid_q, issue, note_tready, burst_done;
  logic [5:0] outstanding_q;
  assign split_tready  = (!ar_valid_q || m_axi_arready) && !outstanding_q[5] && note_tready;
  assign issue         = split_tvalid && split_tready;
  assign burst_done    = m_axi_rvalid && m_axi_rready && m_axi_rlast;
  assign m_axi_arvalid = ar_valid_q;
  assign m_axi_arsize  = 3'd6;
  assign m_axi_arburst = 2'd1;
  always_ff @(posedge clk) begin
    if (rst) begin
      ar_valid_q    <= 1'b0;
      outstanding_q <= 6'd0;
      error_q       <= 1'b0;
    end else begin
      ar_valid_q <= issue || (ar_valid_q && !m_axi_arready);
      if (issue != burst_done) outstanding_q <= issue ? outstanding_q + 6'd1 : outstanding_q - 6'd1;
      if (m_axi_rvalid && m_axi_rready && m_axi_rresp != 2'd0) error_q <= 1'b1;
    end
  end
  always_ff @(posedge clk) begin
    if (issue) begin
      m_axi_araddr <= split_addr;
      m_axi_arlen  <= split_len;
    end
  end

  logic        note_tvalid, note_carry, note_take;
  logic [5:0]  note_offset, note_tail;
  logic [10:0] note_beats_m1;
  logic [5:0]  unused_note_count;
  sync_fifo #(.W(24), .Depth(32)) u_notes (
      .clk(clk), .rst(rst), .s_tvalid(issue && split_first), .s_tready(note_tready),
      .s_tdata({split_carry, split_tail, split_offset, split_beats_m1}),
      .m_tvalid(note_tvalid), .m_tready(note_take), .m_tdata({note_carry, note_tail, note_offset, note_beats_m1}),
      .count(unused_note_count)
  );

  // --- s0: data from the bus; its place in the command
  logic         s0_valid, s0_ready, s0_take, s0_last;
  logic [511:0] s0_data, s0_turned;
  logic [10:0]  s0_beat_q;
  skid_buffer #(.W(512)) u_data (
      .clk(clk), .rst(rst), .s_tvalid(m_axi_rvalid), .s_tready(m_axi_rready), .s_tdata(m_axi_rdata),
      .m_tvalid(s0_valid), .m_tready(s0_ready || error_q), .m_tdata(s0_data)
  );
  assign s0_last   = s0_beat_q == note_beats_m1;
  assign s0_take   = s0_valid && s0_ready && !error_q;
  assign note_take = s0_take && s0_last;
  always_ff @(posedge clk) begin
    if (rst) s0_beat_q <= 11'd0;
    else if (s0_take) s0_beat_q <= s0_last ? 11'd0 : s0_beat_q + 11'd1;
  end

  // --- s1 and s2: turned so that the command's first byte is byte 0
  logic         s1_valid_q, s2_valid_q, s1_ready, s2_ready;
  logic         s1_last_q, s1_carry_q, s2_last_q, s2_carry_q;
  logic [5:0]   s1_offset_q, s1_tail_q;
  logic [511:0] s1_data_q, s1_turned, s2_data_q;
  logic [63:0]  s2_keep_q, s2_own_q;  // bytes of the command's last beat; bytes that this beat of the bus gives
  byte_rotate #(.StepBytes(8)) u_turn_8 (.s_data(s0_data), .steps(note_offset[5:3]), .m_data(s0_turned));
  byte_rotate #(.StepBytes(1)) u_turn_1 (.s_data(s1_data_q), .steps(s1_offset_q[2:0]), .m_data(s1_turned));
  assign s0_ready = (!s1_valid_q || s1_ready) && note_tvalid;
  assign s1_ready = !s2_valid_q || s2_ready;
  always_ff @(posedge clk) begin
    if (!s1_valid_q || s1_ready) begin
      s1_data_q   <= s0_turned;
      s1_last_q   <= s0_last;
      s1_carry_q  <= note_carry;
      s1_offset_q <= note_offset;
      s1_tail_q   <= note_tail;
    end
    if (s1_ready) begin
      s2_data_q   <= s1_turned;
      s2_last_q   <= s1_last_q;
      s2_carry_q  <= s1_carry_q;
      for (int unsigned i = 0; i < 64; i++) begin
        s2_keep_q[i] <= 6'(i) <= s1_tail_q;
        s2_own_q[i]  <= {1'b0, 6'(i)} + {1'b0, s1_offset_q} < 7'd64;
      end
    end
  end

  // --- s3: a beat waits for the next one of its command, which has its upper bytes; the last one goes alone, unless it
  // is only the rest of the one before (absorbed)
  logic         s3_valid_q, s3_last_q, out_tready, out_tvalid, joint, alone, absorb, s3_take;
  logic [511:0] s3_data_q, out_tdata;
  logic [63:0]  s3_keep_q, s3_own_q, out_tkeep;
  logic         out_tlast;
  assign alone      = s3_valid_q && (s3_last_q || s3_own_q[63]);
  assign joint       = s3_valid_q && !alone && s2_valid_q;
  assign absorb     = joint && s2_last_q && s2_carry_q;
  assign out_tvalid = alone || joint;
  assign s3_take    = out_tvalid && out_tready;
  assign s2_ready   = !s3_valid_q || s3_take;
  assign out_tlast  = alone ? s3_last_q : absorb;
  assign out_tkeep  = !out_tlast ? '1 : alone ? s3_keep_q : s2_keep_q;
  for (genvar i = 0; i < 64; i++) begin : gen_join
    assign out_tdata[8*i+:8] = s3_own_q[i] ? s3_data_q[8*i+:8] : s2_data_q[8*i+:8];
  end
  always_ff @(posedge clk) begin
    if (rst || error_q) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
    end else begin
      if (!s1_valid_q || s1_ready) s1_valid_q <= s0_take;
      if (s1_ready) s2_valid_q <= s1_valid_q;
      if (s2_ready) s3_valid_q <= s2_valid_q && !absorb;
    end
  end
  always_ff @(posedge clk) begin
    if (s2_ready) begin
      s3_data_q <= s2_data_q;
      s3_last_q <= s2_last_q;
      s3_keep_q <= s2_keep_q;
      s3_own_q  <= s2_own_q;
    end
  end

  skid_buffer #(.W(577)) u_out (
      .clk(clk), .rst(rst), .s_tvalid(out_tvalid && !error_q), .s_tready(out_tready),
      .s_tdata({out_tlast, out_tkeep, out_tdata}),
      .m_tvalid(m_data_tvalid), .m_tready(m_data_tready), .m_tdata({m_data_tlast, m_data_tkeep, m_data_tdata})
  );

  assign stat_idle = split_idle && !ar_valid_q && outstanding_q == 6'd0 && !s0_valid && !s1_valid_q && !s2_valid_q &&
                     !s3_valid_q && !m_data_tvalid;

  logic unused_split;
  assign unused_split = &{1'b0, split_last, split_end};

  `ASSERT_STABLE(ar_stable, m_axi_arvalid, m_axi_arready, {m_axi_araddr, m_axi_arlen})
  `ASSERT_STABLE(m_data_stable, m_data_tvalid, m_data_tready, {m_data_tdata, m_data_tkeep, m_data_tlast})
  `ASSERT(at_most_32, outstanding_q <= 6'd32 && !(burst_done && outstanding_q == 6'd0))
endmodule

`default_nettype wire
