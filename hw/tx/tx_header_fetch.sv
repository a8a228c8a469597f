// tx_header_fetch: splits the bytes that tx_segmenter asked for, in order, into headers (kept for all segments of the
// descriptor, bytes behind header_length zero) and payloads; one header is handed on for each segment.
// Latency 1 cycle for headers, 0 for payload; 1 beat per cycle, and one cycle without for each segment but a
// descriptor's first. Stalls, never loses. m_done pulses once per descriptor, when all its bytes have come or it was
// refused (with stat_bad_valid).
`default_nettype none
`include "flue_assert.svh"

module tx_header_fetch (
    input  wire logic                           clk,
    input  wire logic                           rst,
    input  wire logic                           s_job_tvalid,
    output logic                                s_job_tready,
    input  wire logic [flue_pkg::TxJobBits-1:0] s_job_tdata,
    input  wire logic [511:0]                   s_read_tdata,
    input  wire logic [63:0]                    s_read_tkeep,
    input  wire logic                           s_read_tvalid,
    output logic                                s_read_tready,
    input  wire logic                           s_read_tlast,
    output logic                                m_head_tvalid,
    input  wire logic                           m_head_tready,
    output logic      [1023:0]                  m_head_tdata,
    output logic      [flue_pkg::TxJobBits-1:0] m_head_tuser,
    output logic      [511:0]                   m_payload_tdata,
    output logic      [63:0]                    m_payload_tkeep,
    output logic                                m_payload_tvalid,
    input  wire logic                           m_payload_tready,
    output logic                                m_payload_tlast,
    output logic                                m_done_tvalid,
    output logic                                stat_bad_valid,
    output logic                                stat_idle
);
  flue_pkg::tx_job_t job;
  assign job = s_job_tdata;

  typedef enum logic [1:0] {
    StHeader,     // the next job's header: its first beat, or none if it is there already
    StHeaderEnd,  // the second beat of a header
    StPayload     // the payload of the job that was taken last
  } state_e;
  state_e state_q, state_d;

  logic head_valid_q, head_free, head_set, take_beat, job_take, done, bad;
  logic last_q;  // the payload is a descriptor's last
  assign head_free = !head_valid_q || m_head_tready;

  always_comb begin
    state_d       = state_q;
    take_beat     = 1'b0;
    head_set      = 1'b0;
    job_take      = 1'b0;
    done          = 1'b0;
    bad           = 1'b0;
    s_read_tready = 1'b0;
    case (state_q)
      // A refused descriptor has no bytes. A segment behind the first uses the header that is there.
      StHeader: begin
        if (s_job_tvalid && job.bad) begin
          job_take = 1'b1;
          done     = 1'b1;
          bad      = 1'b1;
        end else if (s_job_tvalid && head_free) begin
          s_read_tready = job.first;
          take_beat     = job.first && s_read_tvalid;
          if (take_beat && !s_read_tlast) state_d = StHeaderEnd;
          head_set = !job.first || (take_beat && s_read_tlast);
        end
      end
      StHeaderEnd: begin
        s_read_tready = 1'b1;
        take_beat     = s_read_tvalid;
        head_set      = s_read_tvalid;
      end
      StPayload: begin
        s_read_tready = m_payload_tready;
        if (s_read_tvalid && m_payload_tready && s_read_tlast) begin
          state_d = StHeader;
          done    = last_q;
        end
      end
      default: state_d = StHeader;
    endcase
    if (head_set) begin
      job_take = 1'b1;
      state_d  = job.payload_length == 16'd0 ? StHeader : StPayload;
      done     = job.payload_length == 16'd0;
    end
  end
  assign s_job_tready = job_take;

  always_ff @(posedge clk) begin
    if (rst) begin
      state_q        <= StHeader;
      head_valid_q   <= 1'b0;
      m_done_tvalid  <= 1'b0;
      stat_bad_valid <= 1'b0;
    end else begin
      state_q        <= state_d;
      head_valid_q   <= head_set || (head_valid_q && !m_head_tready);
      m_done_tvalid  <= done;
      stat_bad_valid <= bad;
    end
  end

  // --- The header, bytes outside it zero
  logic [511:0] masked;
  for (genvar i = 0; i < 64; i++) begin : gen_mask
    assign masked[8*i+:8] = s_read_tkeep[i] ? s_read_tdata[8*i+:8] : 8'd0;
  end

  logic [511:0]                low_q, high_q;
  logic [flue_pkg::TxJobBits-1:0] job_q;
  always_ff @(posedge clk) begin
    if (take_beat && state_q == StHeader) low_q <= masked;
    if (take_beat) high_q <= state_q == StHeader ? '0 : masked;
    if (head_set) begin
      job_q  <= s_job_tdata;
      last_q <= job.last;
    end
  end

  assign m_head_tvalid    = head_valid_q;
  assign m_head_tdata     = {high_q, low_q};
  assign m_head_tuser     = job_q;
  assign m_payload_tvalid = state_q == StPayload && s_read_tvalid;
  assign m_payload_tdata  = s_read_tdata;
  assign m_payload_tkeep  = s_read_tkeep;
  assign m_payload_tlast  = s_read_tlast;

  logic unused_job;
  assign unused_job = &{1'b0, job.cut, job.id_add, job.seq_add, job.vlan_tag, job.flags, job.l4_offset, job.l3_offset,
                        job.header_length};

  assign stat_idle = state_q == StHeader && !head_valid_q && !m_done_tvalid;

  // The reads are those that were asked for: a header is one or two beats.
  `ASSERT(header_is_two_beats, !(state_q == StHeaderEnd && s_read_tvalid && !s_read_tlast))
  `ASSERT_STABLE(m_head_stable, m_head_tvalid, m_head_tready, {m_head_tdata, m_head_tuser})
  `ASSERT_STABLE(m_payload_stable, m_payload_tvalid, m_payload_tready, {m_payload_tdata, m_payload_tlast})
endmodule

`default_nettype wire
