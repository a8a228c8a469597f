// dma_write: writes a packed stream (s_data: byte 0 first, tlast at each command's end) to ranges of host memory. Any
// address and length; only the bytes of the range are strobed; bursts as dma_split makes them, up to 32 outstanding.
// m_done pulses once per command, in order, 1 cycle after the response to its last write: the bytes are in memory.
// Throughput: 1 beat of the bus per cycle (ranges of one beat included). Latency 5 cycles from a command to its AW,
// 4 from a beat of the stream to the bus. Stalls, never loses.
// After an error response stat_error stays up, no command is accepted and none is reported done; those accepted are
// finished on the bus. `stop` keeps commands out as well.
`default_nettype none
`include "flue_assert.svh"

module dma_write (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            stop,
    input  wire logic                            s_cmd_tvalid,
    output logic                                 s_cmd_tready,
    input  wire logic [flue_pkg::DmaCmdBits-1:0] s_cmd_tdata,
    input  wire logic [511:0]                    s_data_tdata,
    input  wire logic [63:0]                     s_data_tkeep,  // says what the command's length says
    input  wire logic                            s_data_tvalid,
    output logic                                 s_data_tready,
    input  wire logic                            s_data_tlast,
    output logic                                 m_done_tvalid,
    output logic      [63:0]                     m_axi_awaddr,
    output logic      [7:0]                      m_axi_awlen,
    output logic      [2:0]                      m_axi_awsize,
    output logic      [1:0]                      m_axi_awburst,
    output logic                                 m_axi_awvalid,
    input  wire logic                            m_axi_awready,
    output logic      [511:0]                    m_axi_wdata,
    output logic      [63:0]                     m_axi_wstrb,
    output logic                                 m_axi_wlast,
    output logic                                 m_axi_wvalid,
    input  wire logic                            m_axi_wready,
    input  wire logic [1:0]                      m_axi_bresp,
    input  wire logic                            m_axi_bvalid,
    output logic                                 m_axi_bready,
    output logic                                 stat_error,
    output logic                                 stat_idle
);
  logic error_q;
  assign stat_error = error_q;

  // --- Commands to bursts
  logic        split_tvalid, split_tready, split_first, split_last, split_carry, split_idle;
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

  // --- Bursts to the bus, a note of each command for its data, a bit for each response
  logic       aw_valid_q, issue, note_tready, burst_tready, burst_tvalid, burst_ends_command, done_q;
  logic [5:0] outstanding;
  assign split_tready  = (!aw_valid_q || m_axi_awready) && note_tready && burst_tready;
  assign issue         = split_tvalid && split_tready;
  assign m_axi_awvalid = aw_valid_q;
  assign m_axi_awsize  = 3'd6;
  assign m_axi_awburst = 2'd1;
  assign m_axi_bready  = 1'b1;
  assign m_done_tvalid = done_q;
  sync_fifo #(.W(1), .Depth(32)) u_bursts (
      .clk(clk), .rst(rst), .s_tvalid(issue), .s_tready(burst_tready), .s_tdata(split_last),
      .m_tvalid(burst_tvalid), .m_tready(m_axi_bvalid), .m_tdata(burst_ends_command), .count(outstanding)
  );
  always_ff @(posedge clk) begin
    if (rst) begin
      aw_valid_q <= 1'b0;
      error_q    <= 1'b0;
      done_q     <= 1'b0;
    end else begin
      aw_valid_q <= issue || (aw_valid_q && !m_axi_awready);
      if (m_axi_bvalid && m_axi_bresp != 2'd0) error_q <= 1'b1;
      done_q <= m_axi_bvalid && burst_ends_command && m_axi_bresp == 2'd0 && !error_q;
    end
  end
  always_ff @(posedge clk) begin
    if (issue) begin
      m_axi_awaddr <= split_addr;
      m_axi_awlen  <= split_len;
    end
  end

  logic       note_tvalid, note_carry, note_take;
  logic [5:0] note_offset, note_end, note_beat, note_tail;
  logic [5:0] unused_note_count;
  sync_fifo #(.W(25), .Depth(32)) u_notes (
      .clk(clk), .rst(rst), .s_tvalid(issue && split_first), .s_tready(note_tready),
      .s_tdata({split_tail, split_carry, split_end, split_offset, split_addr[11:6]}),
      .m_tvalid(note_tvalid), .m_tready(note_take), .m_tdata({note_tail, note_carry, note_end, note_offset, note_beat}),
      .count(unused_note_count)
  );

  // --- s0: the stream, with the note of its command
  logic         s0_valid, s0_ready, s0_take, s0_last, s0_first_q;
  logic [63:0]  s0_keep;
  logic [511:0] s0_data, s0_turned;
  logic [5:0]   s0_turn;  // rotating towards byte 0 by 64 - offset moves byte 0 to `offset`
  skid_buffer #(.W(577)) u_data (
      .clk(clk), .rst(rst), .s_tvalid(s_data_tvalid), .s_tready(s_data_tready),
      .s_tdata({s_data_tlast, s_data_tkeep, s_data_tdata}),
      .m_tvalid(s0_valid), .m_tready(s0_ready), .m_tdata({s0_last, s0_keep, s0_data})
  );
  assign s0_take   = s0_valid && s0_ready;
  assign note_take = s0_take && s0_last;
  assign s0_turn   = 6'd0 - note_offset;
  always_ff @(posedge clk) begin
    if (rst) s0_first_q <= 1'b1;
    else if (s0_take) s0_first_q <= s0_last;
  end

  // --- s1 and s2: turned so that the first byte lies where it belongs in a beat of the bus
  logic         s1_valid_q, s2_valid_q, s1_ready, s2_ready;
  logic         s1_first_q, s1_last_q, s1_carry_q, s2_first_q, s2_last_q, s2_carry_q;
  logic [5:0]   s1_offset_q, s1_end_q, s1_beat_q, s2_beat_q;
  logic [2:0]   s1_turn_q;
  logic [511:0] s1_data_q, s1_turned, s2_data_q;
  logic [63:0]  s2_from_q, s2_to_q;  // bytes from the first one on; bytes up to the last one
  byte_rotate #(.StepBytes(8)) u_turn_8 (.s_data(s0_data), .steps(s0_turn[5:3]), .m_data(s0_turned));
  byte_rotate #(.StepBytes(1)) u_turn_1 (.s_data(s1_data_q), .steps(s1_turn_q), .m_data(s1_turned));
  assign s0_ready = (!s1_valid_q || s1_ready) && note_tvalid;
  assign s1_ready = !s2_valid_q || s2_ready;
  always_ff @(posedge clk) begin
    if (!s1_valid_q || s1_ready) begin
      s1_data_q   <= s0_turned;
      s1_turn_q   <= s0_turn[2:0];
      s1_first_q  <= s0_first_q;
      s1_last_q   <= s0_last;
      s1_carry_q  <= note_carry;
      s1_offset_q <= note_offset;
      s1_end_q    <= note_end;
      s1_beat_q   <= note_beat;
    end
    if (s1_ready) begin
      s2_data_q  <= s1_turned;
      s2_first_q <= s1_first_q;
      s2_last_q  <= s1_last_q;
      s2_carry_q <= s1_carry_q;
      s2_beat_q  <= s1_beat_q;
      for (int unsigned i = 0; i < 64; i++) begin
        s2_from_q[i] <= 6'(i) >= s1_offset_q;
        s2_to_q[i]   <= 6'(i) <= s1_end_q;
      end
    end
  end

  // --- s3: each beat takes its lower bytes from the one before; what is left of the last one makes a beat of its own
  logic         rest_q, w_tvalid, w_tready, w_last, s2_take, s2_ends;
  logic [511:0] before_q, w_data;
  logic [63:0]  rest_to_q, w_strb;
  logic [5:0]   beat_q, beat;
  assign s2_ready = w_tready && !rest_q;
  assign s2_take  = s2_valid_q && s2_ready;
  assign s2_ends  = s2_last_q && !s2_carry_q;
  assign beat     = s2_first_q ? s2_beat_q : beat_q;
  assign w_tvalid = rest_q || s2_valid_q;
  assign w_last   = rest_q || s2_ends || beat == 6'd63;
  assign w_strb   = rest_q ? rest_to_q : (s2_first_q ? s2_from_q : '1) & (s2_ends ? s2_to_q : '1);
  for (genvar i = 0; i < 64; i++) begin : gen_join
    assign w_data[8*i+:8] = rest_q || !s2_from_q[i] ? before_q[8*i+:8] : s2_data_q[8*i+:8];
  end
  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      rest_q     <= 1'b0;
    end else begin
      if (!s1_valid_q || s1_ready) s1_valid_q <= s0_take;
      if (s1_ready) s2_valid_q <= s1_valid_q;
      rest_q <= rest_q ? !w_tready : s2_take && s2_last_q && s2_carry_q;
    end
  end
  always_ff @(posedge clk) begin
    if (s2_take) begin
      before_q  <= s2_data_q;
      rest_to_q <= s2_to_q;
      beat_q    <= beat + 6'd1;
    end
  end

  skid_buffer #(.W(577)) u_out (
      .clk(clk), .rst(rst), .s_tvalid(w_tvalid), .s_tready(w_tready), .s_tdata({w_last, w_strb, w_data}),
      .m_tvalid(m_axi_wvalid), .m_tready(m_axi_wready), .m_tdata({m_axi_wlast, m_axi_wstrb, m_axi_wdata})
  );

  assign stat_idle = split_idle && !aw_valid_q && outstanding == 6'd0 && !done_q && !s0_valid && !s1_valid_q &&
                     !s2_valid_q && !rest_q && !m_axi_wvalid;

  logic unused_split;
  assign unused_split = &{1'b0, split_beats_m1, s0_keep, note_tail};

  `ASSERT_STABLE(aw_stable, m_axi_awvalid, m_axi_awready, {m_axi_awaddr, m_axi_awlen})
  `ASSERT_STABLE(w_stable, m_axi_wvalid, m_axi_wready, {m_axi_wdata, m_axi_wstrb, m_axi_wlast})
  `ASSERT(response_is_expected, !m_axi_bvalid || burst_tvalid)
  // The stream's ends are where the commands say.
  `ASSERT(data_fits_command, !s0_take || s0_keep == (s0_last ? {64{1'b1}} >> (6'd63 - note_tail) : {64{1'b1}}))
endmodule

`default_nettype wire
