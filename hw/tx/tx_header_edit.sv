// tx_header_edit: makes a segment's header of the header of the whole (LSO, TCP-SETUP-17): IPv4 total length and
// identification, TCP sequence number, FIN and PSH only on the last segment, CWR only on the first, UDP length.
// Checksums are not its business. A job without `cut` passes unchanged.
// Latency 4 cycles, 1 header per cycle; stalls, never loses.
// RFC 9293 section 3.1, RFC 791 section 3.1, RFC 768, RFC 3168 section 6.1.2.
`default_nettype none
`include "flue_assert.svh"

module tx_header_edit (
    input  wire logic                            clk,
    input  wire logic                            rst,
    input  wire logic                            s_tvalid,
    output logic                                 s_tready,
    input  wire logic [1023:0]                   s_tdata,
    input  wire logic [flue_pkg::TxJobBits-1:0]  s_tuser,
    output logic                                 m_tvalid,
    input  wire logic                            m_tready,
    output logic      [1023:0]                   m_tdata,
    output logic      [flue_pkg::TxHeadBits-1:0] m_tuser,
    output logic                                 stat_idle
);
  localparam int unsigned Words = 64;  // 16-bit words of a header; word i is bytes 2 * i (high) and 2 * i + 1

  flue_pkg::tx_job_t s_job, s1_q, s2_q, s3_q;
  flue_pkg::tx_head_t s4_head, s4_q;
  logic s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q;
  logic move;
  assign s_job    = s_tuser;
  assign move     = !s4_valid_q || m_tready;
  assign s_tready = move;

  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
      s4_valid_q <= 1'b0;
    end else if (move) begin
      s1_valid_q <= s_tvalid;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s2_valid_q;
      s4_valid_q <= s3_valid_q;
    end
  end

  // --- Stage 1: where the headers start, one bit per word; none set if nothing is to be changed
  logic [1023:0]    s1_header_q, s2_header_q, s3_header_q, s4_header_q;
  logic [Words-1:0] s1_l3_q, s1_l4_q, s2_l3_q, s2_l4_q, s3_l3_q, s3_l4_q;
  logic [Words-1:0] s_l3, s_l4;
  for (genvar i = 0; i < Words; i++) begin : gen_start
    assign s_l3[i] = s_job.cut && s_job.l3_offset[7:1] == 7'(i);
    assign s_l4[i] = s_job.cut && s_job.l4_offset[7:1] == 7'(i);
  end

  // --- Stage 2: what the header says, by AND and OR
  logic [15:0] s1_id, s2_id_q, s3_id_q, s2_total_q, s3_total_q, s2_l4_length_q, s3_l4_length_q;
  logic [31:0] s1_seq, s2_seq_q, s3_seq_q;
  always_comb begin
    s1_id  = '0;
    s1_seq = '0;
    for (int i = 2; i < Words; i++)
      s1_id = s1_id | ({16{s1_l3_q[i-2]}} & {s1_header_q[16*i+:8], s1_header_q[16*i+8+:8]});
    for (int i = 2; i < Words - 1; i++)
      s1_seq = s1_seq | ({32{s1_l4_q[i-2]}} & {s1_header_q[16*i+:8], s1_header_q[16*i+8+:8],
                                               s1_header_q[16*i+16+:8], s1_header_q[16*i+24+:8]});
  end

  always_ff @(posedge clk) begin
    if (move && s_tvalid) begin
      s1_q        <= s_job;
      s1_header_q <= s_tdata;
      s1_l3_q     <= s_l3;
      s1_l4_q     <= s_l4;
    end
    if (move && s1_valid_q) begin
      s2_q           <= s1_q;
      s2_header_q    <= s1_header_q;
      s2_l3_q        <= s1_l3_q;
      s2_l4_q        <= s1_l4_q;
      s2_id_q        <= s1_id;
      s2_seq_q       <= s1_seq;
      s2_total_q     <= 16'(s1_q.header_length) - 16'(s1_q.l3_offset) + s1_q.payload_length;
      s2_l4_length_q <= 16'(s1_q.header_length) - 16'(s1_q.l4_offset) + s1_q.payload_length;
    end
    // --- Stage 3: the numbers of this segment
    if (move && s2_valid_q) begin
      s3_q           <= s2_q;
      s3_header_q    <= s2_header_q;
      s3_l3_q        <= s2_l3_q;
      s3_l4_q        <= s2_l4_q;
      s3_id_q        <= s2_id_q + s2_q.id_add;
      s3_seq_q       <= s2_seq_q + 32'(s2_q.seq_add);
      s3_total_q     <= s2_total_q;
      s3_l4_length_q <= s2_l4_length_q;
    end
  end

  // --- Stage 4: written back
  logic s3_tcp, s3_udp;
  logic [7:0] s3_keep_flags;  // TCP flags that stay: CWR is bit 7, PSH 3, FIN 0
  assign s3_tcp        = s3_q.flags[flue_contract_pkg::TxFlagTcpSum];
  assign s3_udp        = s3_q.flags[flue_contract_pkg::TxFlagUdpSum];
  assign s3_keep_flags = {s3_q.first, 3'b111, s3_q.last, 2'b11, s3_q.last};

  logic [1023:0] s3_edited;
  for (genvar i = 0; i < Words; i++) begin : gen_edit
    logic [15:0] word, set;  // the word's first byte in the high half
    logic is_total, is_id, is_seq_high, is_seq_low, is_flags, is_udp_length;
    assign is_total      = i >= 1 ? s3_l3_q[(i+63)%64] : 1'b0;
    assign is_id         = i >= 2 ? s3_l3_q[(i+62)%64] : 1'b0;
    assign is_seq_high   = i >= 2 ? s3_l4_q[(i+62)%64] && s3_tcp : 1'b0;
    assign is_udp_length = i >= 2 ? s3_l4_q[(i+62)%64] && s3_udp : 1'b0;
    assign is_seq_low    = i >= 3 ? s3_l4_q[(i+61)%64] && s3_tcp : 1'b0;
    assign is_flags      = i >= 6 ? s3_l4_q[(i+58)%64] && s3_tcp : 1'b0;
    assign word = {s3_header_q[16*i+:8], s3_header_q[16*i+8+:8]};
    assign set = ({16{is_total}} & s3_total_q) | ({16{is_id}} & s3_id_q)
                 | ({16{is_seq_high}} & s3_seq_q[31:16]) | ({16{is_seq_low}} & s3_seq_q[15:0])
                 | ({16{is_udp_length}} & s3_l4_length_q)
                 | ({16{is_flags}} & word & {8'hFF, s3_keep_flags})
                 | ({16{!(is_total || is_id || is_seq_high || is_seq_low || is_udp_length || is_flags)}} & word);
    assign s3_edited[16*i+:16] = {set[7:0], set[15:8]};
  end

  always_comb begin
    s4_head                = '0;
    s4_head.payload_length = s3_q.payload_length;
    s4_head.vlan_tag       = s3_q.vlan_tag;
    s4_head.flags          = s3_q.flags;
    s4_head.l4_offset      = s3_q.l4_offset;
    s4_head.l3_offset      = s3_q.l3_offset;
    s4_head.header_length  = s3_q.header_length;
  end

  always_ff @(posedge clk) begin
    if (move && s3_valid_q) begin
      s4_q        <= s4_head;
      s4_header_q <= s3_edited;
    end
  end

  assign m_tvalid  = s4_valid_q;
  assign m_tdata   = s4_header_q;
  assign m_tuser   = s4_q;
  assign stat_idle = !s1_valid_q && !s2_valid_q && !s3_valid_q && !s4_valid_q;

  logic unused_job;
  assign unused_job = &{1'b0, s3_q.bad, s3_q.cut, s3_q.id_add, s3_q.seq_add};

  `ASSERT_STABLE(m_stable, m_tvalid, m_tready, {m_tdata, m_tuser})
endmodule

`default_nettype wire
