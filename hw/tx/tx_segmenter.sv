// tx_segmenter: turns slow_tx descriptors into read commands and, for each segment to send, a job that says what the
// bytes read are: the header once, then the payload cut to mss (LSO). Checks descriptors; a bad one becomes a job with
// `bad` and no read.
// Latency 4 cycles to the first command; up to JobsAhead segments may be under way in the reads (64 segments of 1,460
// bytes: 93 KB; 1 us at 100 Gb/s takes 12.5 KB). 1 command per cycle, so 1 descriptor per 2 cycles, or per cycle if it is all header. Stalls, never
// loses. Jobs come in the order of the reads.
`default_nettype none
`include "flue_assert.svh"

module tx_segmenter #(
    parameter int unsigned JobsAhead = 64
) (
    input  wire logic                              clk,
    input  wire logic                              rst,
    input  wire logic                              cfg_tx_enable,
    input  wire logic                              s_desc_tvalid,
    output logic                                   s_desc_tready,
    input  wire logic [511:0]                      s_desc_tdata,
    output logic                                   m_read_tvalid,
    input  wire logic                              m_read_tready,
    output logic      [flue_pkg::DmaCmdBits-1:0]   m_read_tdata,
    output logic                                   m_job_tvalid,
    input  wire logic                              m_job_tready,
    output logic      [flue_pkg::TxJobBits-1:0]    m_job_tdata,
    output logic                                   stat_idle
);
  // --- Three stages of checks; each moves on when the next is free
  logic c1_valid_q, c2_valid_q, c3_valid_q;
  logic c1_ready, c2_ready, c3_ready, c3_take;
  assign c3_ready      = !c3_valid_q || c3_take;
  assign c2_ready      = !c2_valid_q || c3_ready;
  assign c1_ready      = !c1_valid_q || c2_ready;
  assign s_desc_tready = c1_ready && cfg_tx_enable;

  always_ff @(posedge clk) begin
    if (rst) begin
      c1_valid_q <= 1'b0;
      c2_valid_q <= 1'b0;
      c3_valid_q <= 1'b0;
    end else begin
      if (c1_ready) c1_valid_q <= s_desc_tvalid && cfg_tx_enable;
      if (c2_ready) c2_valid_q <= c1_valid_q;
      if (c3_ready) c3_valid_q <= c2_valid_q;
    end
  end

  // --- Stage 1: the descriptor
  flue_contract_pkg::slow_tx_descriptor_t c1_q;
  always_ff @(posedge clk) if (c1_ready && s_desc_tvalid) c1_q <= s_desc_tdata;

  // --- Stage 2: differences. Each has a bit above its width that says "negative".
  logic [63:0] c2_addr_q;
  logic [15:0] c2_mss_q, c2_vlan_tag_q;
  logic [7:0]  c2_flags_q, c2_l3_q, c2_l4_q, c2_header_q;
  logic [16:0] c2_rest_q;     // payload bytes in all
  logic [8:0]  c2_ip_q;       // length of the IPv4 header
  logic [8:0]  c2_l4_room_q;  // bytes of the transport header that are in the header
  logic [15:0] c2_limit_q;    // the longest payload that makes a frame of MaxFrame bytes
  logic        c2_bad_q, c2_ip_used_q;
  logic        c1_l4_sum_one, c1_l4_sum_any;
  logic        c1_tcp, c1_udp, c1_icmp, c1_ipv4;
  assign c1_ipv4       = c1_q.flags[flue_contract_pkg::TxFlagIpv4Sum];
  assign c1_tcp        = c1_q.flags[flue_contract_pkg::TxFlagTcpSum];
  assign c1_udp        = c1_q.flags[flue_contract_pkg::TxFlagUdpSum];
  assign c1_icmp       = c1_q.flags[flue_contract_pkg::TxFlagIcmpSum];
  assign c1_l4_sum_any = c1_tcp || c1_udp || c1_icmp;
  assign c1_l4_sum_one = (c1_tcp ^ c1_udp ^ c1_icmp) && !(c1_tcp && c1_udp);

  always_ff @(posedge clk) begin
    if (c2_ready && c1_valid_q) begin
      c2_addr_q     <= c1_q.address;
      c2_mss_q      <= c1_q.mss;
      c2_vlan_tag_q <= c1_q.vlan_tag;
      c2_flags_q    <= c1_q.flags;
      c2_l3_q       <= c1_q.l3_offset;
      c2_l4_q       <= c1_q.l4_offset;
      c2_header_q   <= c1_q.header_length[7:0];
      c2_rest_q     <= 17'(c1_q.length[15:0]) - 17'(c1_q.header_length);
      c2_ip_q       <= 9'(c1_q.l4_offset) - 9'(c1_q.l3_offset);
      c2_l4_room_q  <= 9'(c1_q.header_length[7:0]) - 9'(c1_q.l4_offset);
      c2_limit_q    <= 16'(flue_contract_pkg::MaxFrame) - 16'(c1_q.header_length[7:0])
                       - (c1_q.flags[flue_contract_pkg::TxFlagVlan] ? 16'd4 : 16'd0);
      c2_ip_used_q  <= c1_ipv4 || c1_l4_sum_any || c1_q.mss != 16'd0;
      c2_bad_q      <= c1_q.opcode != flue_contract_pkg::TxOpcodeFrame
                       || c1_q.length[31:16] != 16'd0
                       || c1_q.header_length < 16'd14
                       || c1_q.header_length > 16'(flue_contract_pkg::TxHeaderMax)
                       || (c1_l4_sum_any && !c1_l4_sum_one)
                       // Segments differ in lengths and numbers, so they need new sums; and they are TCP or UDP.
                       || (c1_q.mss != 16'd0 && !(c1_ipv4 && (c1_tcp || c1_udp)));
    end
  end

  // --- Stage 3: the first segment, and the rest of the checks
  logic [63:0] c3_addr_q;
  logic [15:0] c3_mss_q, c3_vlan_tag_q, c3_segment_q, c3_rest_q;
  logic [7:0]  c3_flags_q, c3_l3_q, c3_l4_q, c3_header_q;
  logic        c3_bad_q, c3_last_q, c3_empty_q, c3_cut_q;
  logic [16:0] c2_beyond;  // payload bytes behind a first segment of mss bytes
  logic        c2_cut;
  logic [8:0]  c2_l4_need;
  assign c2_beyond = c2_rest_q - 17'(c2_mss_q);
  assign c2_cut    = c2_mss_q != 16'd0 && !c2_beyond[16] && c2_beyond != 17'd0;
  assign c2_l4_need = c2_flags_q[flue_contract_pkg::TxFlagTcpSum] ? 9'd20 :
                      c2_flags_q[flue_contract_pkg::TxFlagUdpSum] ? 9'd8 :
                      c2_flags_q[flue_contract_pkg::TxFlagIcmpSum] ? 9'd4 : 9'd0;

  always_ff @(posedge clk) begin
    if (c3_ready && c2_valid_q) begin
      c3_addr_q     <= c2_addr_q;
      c3_mss_q      <= c2_mss_q;
      c3_cut_q      <= c2_mss_q != 16'd0;
      c3_vlan_tag_q <= c2_vlan_tag_q;
      c3_flags_q    <= c2_flags_q;
      c3_l3_q       <= c2_l3_q;
      c3_l4_q       <= c2_l4_q;
      c3_header_q   <= c2_header_q;
      c3_segment_q  <= c2_cut ? c2_mss_q : c2_rest_q[15:0];
      c3_rest_q     <= c2_beyond[15:0];
      c3_last_q     <= !c2_cut;
      c3_empty_q    <= c2_rest_q == 17'd0;
      // The first segment is the longest: the shorter of mss and payload.
      c3_bad_q      <= c2_bad_q || c2_rest_q[16]
                       || (c2_rest_q[15:0] > c2_limit_q && (c2_mss_q == 16'd0 || c2_mss_q > c2_limit_q))
                       || (c2_ip_used_q && (c2_l3_q[0] || c2_l3_q < 8'd14 || c2_ip_q[1:0] != 2'd0
                                            || c2_ip_q < 9'd20 || c2_ip_q > 9'd60
                                            || c2_l4_room_q[8] || c2_l4_room_q < c2_l4_need));
    end
  end

  // --- Commands and jobs
  typedef enum logic [0:0] {
    StHeader,  // the header of the descriptor in stage 3
    StSegment  // a segment of the descriptor taken last
  } state_e;
  state_e state_q, state_d;

  logic [63:0] addr_q;
  logic [15:0] mss_q, segment_q, rest_q, seq_add_q, id_add_q;
  logic        last_q, first_q;
  flue_pkg::tx_job_t   job_q, job;
  flue_pkg::dma_cmd_t  cmd;
  logic        can_go, go_header, go_segment, cmd_wanted, job_wanted;
  logic [16:0] beyond;  // payload bytes behind another segment of mss bytes
  logic        more;
  assign beyond = 17'(rest_q) - 17'(mss_q);
  assign more   = !beyond[16] && beyond != 17'd0;

  logic        cmd_ready, job_ready;
  assign can_go     = cmd_ready && job_ready;
  assign go_header  = can_go && state_q == StHeader && c3_valid_q;
  assign go_segment = can_go && state_q == StSegment;
  assign c3_take    = go_header;

  always_comb begin
    state_d    = state_q;
    cmd_wanted = 1'b0;
    job_wanted = 1'b0;
    case (state_q)
      // A refused descriptor is one job and nothing else; one without payload needs no second command.
      StHeader: begin
        cmd_wanted = go_header && !c3_bad_q;
        job_wanted = go_header && (c3_bad_q || c3_empty_q);
        if (go_header && !c3_bad_q && !c3_empty_q) state_d = StSegment;
      end
      // One command and one job for each segment.
      StSegment: begin
        cmd_wanted = go_segment;
        job_wanted = go_segment;
        if (go_segment && last_q) state_d = StHeader;
      end
      default: state_d = StHeader;
    endcase
  end

  always_ff @(posedge clk) begin
    if (rst) state_q <= StHeader;
    else state_q <= state_d;
  end

  always_comb begin
    job                = job_q;
    job.bad            = 1'b0;
    job.first          = first_q;
    job.last           = last_q;
    job.id_add         = id_add_q;
    job.seq_add        = seq_add_q;
    job.payload_length = segment_q;
    cmd                = '0;
    cmd.addr           = addr_q;
    cmd.length         = 17'(segment_q);
    if (state_q == StHeader) begin
      job.bad            = c3_bad_q;
      job.first          = 1'b1;
      job.last           = 1'b1;
      job.cut            = c3_cut_q;
      job.id_add         = '0;
      job.seq_add        = '0;
      job.payload_length = '0;
      job.vlan_tag       = c3_vlan_tag_q;
      job.flags          = c3_flags_q;
      job.l4_offset      = c3_l4_q;
      job.l3_offset      = c3_l3_q;
      job.header_length  = c3_header_q;
      cmd.addr           = c3_addr_q;
      cmd.length         = 17'(c3_header_q);
    end
  end

  always_ff @(posedge clk) begin
    if (go_header) begin
      addr_q    <= c3_addr_q + 64'(c3_header_q);
      mss_q     <= c3_mss_q;
      segment_q <= c3_segment_q;
      rest_q    <= c3_rest_q;
      last_q    <= c3_last_q;
      first_q   <= 1'b1;
      seq_add_q <= '0;
      id_add_q  <= '0;
      job_q     <= job;
    end else if (go_segment) begin
      addr_q    <= addr_q + 64'(segment_q);
      segment_q <= more ? mss_q : rest_q;
      rest_q    <= beyond[15:0];
      last_q    <= !more;
      first_q   <= 1'b0;
      seq_add_q <= seq_add_q + segment_q;
      id_add_q  <= id_add_q + 16'd1;
    end
  end

  // --- Outputs. The queue of jobs decides how far reads run ahead of the data.
  skid_buffer #(.W(flue_pkg::DmaCmdBits)) u_cmd (
      .clk(clk), .rst(rst), .s_tvalid(cmd_wanted), .s_tready(cmd_ready), .s_tdata(cmd),
      .m_tvalid(m_read_tvalid), .m_tready(m_read_tready), .m_tdata(m_read_tdata)
  );
  logic [$clog2(JobsAhead+1)-1:0] unused_count;
  sync_fifo #(.W(flue_pkg::TxJobBits), .Depth(JobsAhead)) u_jobs (
      .clk(clk), .rst(rst), .s_tvalid(job_wanted), .s_tready(job_ready), .s_tdata(job),
      .m_tvalid(m_job_tvalid), .m_tready(m_job_tready), .m_tdata(m_job_tdata), .count(unused_count)
  );

  assign stat_idle = !c1_valid_q && !c2_valid_q && !c3_valid_q && state_q == StHeader && !m_read_tvalid
                     && !m_job_tvalid;

  logic unused_desc;
  assign unused_desc = &{1'b0, c1_q.unused, c1_q.reserved};

  // Segments are never empty nor longer than a frame; a descriptor's jobs end.
  `ASSERT(segment_not_empty, !(go_segment && segment_q == 16'd0))
  `ASSERT(segment_fits, !(go_segment && segment_q > 16'(flue_contract_pkg::MaxFrame)))
endmodule

`default_nettype wire
