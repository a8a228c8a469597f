// csr: the registers of hw/contract/flue.toml as an AXI4-Lite slave; also holds the counters and the interrupt line.
// One read and one write under way at a time: a read answers 3 cycles after its address, a write 2 after the later of
// address and data. Every access is answered OKAY; unknown registers read 0, writes to them or of less than a word do
// nothing (an error response would make a shell shut the port). Counters and ISR see an event 2 cycles after it.
`default_nettype none
`include "flue_assert.svh"

module csr #(
    parameter logic [31:0] BuildId = 32'd0
) (
    input  wire logic         clk,
    input  wire logic         rst,
    // AXI4-Lite
    input  wire logic [15:0]  s_axil_awaddr,
    input  wire logic         s_axil_awvalid,
    output logic              s_axil_awready,
    input  wire logic [31:0]  s_axil_wdata,
    input  wire logic [3:0]   s_axil_wstrb,
    input  wire logic         s_axil_wvalid,
    output logic              s_axil_wready,
    output logic      [1:0]   s_axil_bresp,
    output logic              s_axil_bvalid,
    input  wire logic         s_axil_bready,
    input  wire logic [15:0]  s_axil_araddr,
    input  wire logic         s_axil_arvalid,
    output logic              s_axil_arready,
    output logic      [31:0]  s_axil_rdata,
    output logic      [1:0]   s_axil_rresp,
    output logic              s_axil_rvalid,
    input  wire logic         s_axil_rready,
    output logic              irq,
    // Settings. Byte i of an address is bits 8 * i + 7 : 8 * i.
    output logic              cfg_rx_enable,
    output logic              cfg_tx_enable,
    output logic              cfg_promiscuous,
    output logic              cfg_all_multicast,
    output logic      [47:0]  cfg_mac,
    output logic      [15:0]  cfg_mcast_valid,
    output logic      [767:0] cfg_mcast,
    output logic      [63:0]  cfg_slow_rx_desc,
    output logic      [63:0]  cfg_slow_rx_buf,
    output logic      [3:0]   cfg_slow_rx_log2,
    output logic      [31:0]  cfg_slow_rx_head,
    output logic      [63:0]  cfg_slow_tx_desc,
    output logic      [3:0]   cfg_slow_tx_log2,
    output logic      [31:0]  cfg_slow_tx_tail,
    output logic      [63:0]  cfg_completion,
    // State of the card
    input  wire logic [31:0]  stat_slow_rx_tail,
    input  wire logic [31:0]  stat_slow_tx_head,
    input  wire logic         stat_core_idle,
    input  wire logic         stat_bus_error,
    // Events to count, a pulse each
    input  wire logic         stat_rx_frame_valid,
    input  wire logic [15:0]  stat_rx_frame_bytes,
    input  wire logic         stat_rx_drop_valid,
    input  wire logic [7:0]   stat_rx_drop_reason,
    input  wire logic         stat_slow_rx_frame_valid,
    input  wire logic         stat_slow_rx_full_valid,
    input  wire logic         stat_tx_frame_valid,
    input  wire logic [15:0]  stat_tx_frame_bytes,
    input  wire logic         stat_slow_tx_entry_valid,
    input  wire logic         stat_slow_tx_bad_valid,
    output logic              stat_idle  // no access under way, no event on its way to a counter
);
  localparam int unsigned Drops = flue_contract_pkg::DropReasonCount;
  localparam logic [31:0] Capabilities =
      32'd1 << flue_contract_pkg::CapabilityRxChecksum | 32'd1 << flue_contract_pkg::CapabilityTxChecksum |
      32'd1 << flue_contract_pkg::CapabilityLso | 32'd1 << flue_contract_pkg::CapabilityVlan;

  // --- Writes: address and data wait for each other, then for the answer to be taken
  logic        aw_valid_q, w_valid_q, w_whole_q, b_valid_q, answer, write;
  logic [15:0] aw_addr_q;
  logic [31:0] w_data_q;
  assign s_axil_awready = !aw_valid_q;
  assign s_axil_wready  = !w_valid_q;
  assign s_axil_bvalid  = b_valid_q;
  assign s_axil_bresp   = 2'b00;
  assign answer         = aw_valid_q && w_valid_q && !b_valid_q;
  assign write          = answer && w_whole_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      aw_valid_q <= 1'b0;
      w_valid_q  <= 1'b0;
      b_valid_q  <= 1'b0;
    end else begin
      aw_valid_q <= aw_valid_q ? !answer : s_axil_awvalid;
      w_valid_q  <= w_valid_q ? !answer : s_axil_wvalid;
      b_valid_q  <= b_valid_q ? !s_axil_bready : answer;
    end
  end

  always_ff @(posedge clk) begin
    if (!aw_valid_q) aw_addr_q <= s_axil_awaddr;
    if (!w_valid_q) w_data_q <= s_axil_wdata;
    if (!w_valid_q) w_whole_q <= &s_axil_wstrb;
  end

  // --- The registers that software writes
  logic        gie_q;
  logic [2:0]  ier_q, isr_q;
  logic [3:0]  control_q, mcast_index_q, rx_log2_q, tx_log2_q;
  logic [31:0] mac_lo_q, mcast_lo_q, rx_desc_lo_q, rx_desc_hi_q, rx_buf_lo_q, rx_buf_hi_q, rx_head_q;
  logic [31:0] tx_desc_lo_q, tx_desc_hi_q, tx_tail_q, completion_lo_q, completion_hi_q;
  logic [15:0] mac_hi_q;
  logic [16:0] mcast_hi_q;

  // The queues' places and sizes stand still while the card is at work.
  logic queue_write;
  assign queue_write = write && control_q == '0;

  function automatic logic [3:0] clamp_log2(input logic [31:0] value);
    clamp_log2 = value[3:0];
    if (value > flue_contract_pkg::QueueLog2Max) clamp_log2 = 4'(flue_contract_pkg::QueueLog2Max);
    if (value == 0) clamp_log2 = 4'd1;
  endfunction

  always_ff @(posedge clk) begin
    if (rst) begin
      gie_q           <= 1'b0;
      ier_q           <= '0;
      control_q       <= '0;
      rx_log2_q       <= 4'd1;
      tx_log2_q       <= 4'd1;
      rx_head_q       <= '0;
      tx_tail_q       <= '0;
      completion_lo_q <= '0;
      completion_hi_q <= '0;
      mcast_index_q   <= '0;
      mcast_hi_q      <= '0;
      mac_lo_q        <= '0;
      mac_hi_q        <= '0;
      mcast_lo_q      <= '0;
      rx_desc_lo_q    <= '0;
      rx_desc_hi_q    <= '0;
      rx_buf_lo_q     <= '0;
      rx_buf_hi_q     <= '0;
      tx_desc_lo_q    <= '0;
      tx_desc_hi_q    <= '0;
    end else begin
      if (write) begin
        case (aw_addr_q)
          flue_contract_pkg::RegGie:        gie_q <= w_data_q[0];
          flue_contract_pkg::RegIer:        ier_q <= w_data_q[2:0];
          flue_contract_pkg::RegControl:    control_q <= w_data_q[3:0];
          flue_contract_pkg::RegMacLo:      mac_lo_q <= w_data_q;
          flue_contract_pkg::RegMacHi:      mac_hi_q <= w_data_q[15:0];
          flue_contract_pkg::RegMcastIndex: mcast_index_q <= w_data_q[3:0];
          flue_contract_pkg::RegMcastLo:    mcast_lo_q <= w_data_q;
          flue_contract_pkg::RegMcastHi:    mcast_hi_q <= w_data_q[16:0];
          flue_contract_pkg::RegSlowRxHead: rx_head_q <= w_data_q;
          flue_contract_pkg::RegSlowTxTail: tx_tail_q <= w_data_q;
          default: ;
        endcase
      end
      if (queue_write) begin
        case (aw_addr_q)
          flue_contract_pkg::RegSlowRxDescLo: rx_desc_lo_q <= w_data_q;
          flue_contract_pkg::RegSlowRxDescHi: rx_desc_hi_q <= w_data_q;
          flue_contract_pkg::RegSlowRxBufLo:  rx_buf_lo_q <= w_data_q;
          flue_contract_pkg::RegSlowRxBufHi:  rx_buf_hi_q <= w_data_q;
          flue_contract_pkg::RegSlowRxLog2:   rx_log2_q <= clamp_log2(w_data_q);
          flue_contract_pkg::RegSlowTxDescLo: tx_desc_lo_q <= w_data_q;
          flue_contract_pkg::RegSlowTxDescHi: tx_desc_hi_q <= w_data_q;
          flue_contract_pkg::RegSlowTxLog2:   tx_log2_q <= clamp_log2(w_data_q);
          flue_contract_pkg::RegCompletionLo: completion_lo_q <= w_data_q;
          flue_contract_pkg::RegCompletionHi: completion_hi_q <= w_data_q;
          default: ;
        endcase
      end
    end
  end

  assign cfg_rx_enable     = control_q[flue_contract_pkg::ControlRxEnable];
  assign cfg_tx_enable     = control_q[flue_contract_pkg::ControlTxEnable];
  assign cfg_promiscuous   = control_q[flue_contract_pkg::ControlPromiscuous];
  assign cfg_all_multicast = control_q[flue_contract_pkg::ControlAllMulticast];
  assign cfg_mac           = {mac_hi_q, mac_lo_q};
  assign cfg_slow_rx_desc  = {rx_desc_hi_q, rx_desc_lo_q};
  assign cfg_slow_rx_buf   = {rx_buf_hi_q, rx_buf_lo_q};
  assign cfg_slow_rx_log2  = rx_log2_q;
  assign cfg_slow_rx_head  = rx_head_q;
  assign cfg_slow_tx_desc  = {tx_desc_hi_q, tx_desc_lo_q};
  assign cfg_slow_tx_log2  = tx_log2_q;
  assign cfg_slow_tx_tail  = tx_tail_q;
  assign cfg_completion    = {completion_hi_q, completion_lo_q};

  // --- Multicast table: an entry is stored as a whole, the cycle after McastHi was written
  logic         mcast_store_q;
  logic [15:0]  mcast_valid_q;
  logic [767:0] mcast_q;
  assign cfg_mcast_valid = mcast_valid_q;
  assign cfg_mcast       = mcast_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      mcast_store_q <= 1'b0;
      mcast_valid_q <= '0;
    end else begin
      mcast_store_q <= write && aw_addr_q == flue_contract_pkg::RegMcastHi;
      if (mcast_store_q) mcast_valid_q[mcast_index_q] <= mcast_hi_q[16];
    end
  end

  always_ff @(posedge clk) begin
    for (int i = 0; i < 16; i++) begin
      if (mcast_store_q && mcast_index_q == 4'(i)) mcast_q[48*i+:48] <= {mcast_hi_q[15:0], mcast_lo_q};
    end
  end

  // --- Interrupts: an enabled event sets its bit, a 1 written toggles it; the event wins
  logic [31:0] rx_tail_q, tx_head_q;
  logic        bus_error_q, interrupt_q;
  logic [2:0]  event_q, toggle;
  assign toggle    = (write && aw_addr_q == flue_contract_pkg::RegIsr) ? w_data_q[2:0] : 3'b000;
  assign irq       = interrupt_q;

  always_ff @(posedge clk) begin
    if (rst) begin
      rx_tail_q   <= '0;
      tx_head_q   <= '0;
      bus_error_q <= 1'b0;
      event_q     <= '0;
      isr_q       <= '0;
      interrupt_q <= 1'b0;
    end else begin
      rx_tail_q   <= stat_slow_rx_tail;
      tx_head_q   <= stat_slow_tx_head;
      bus_error_q <= stat_bus_error;
      event_q     <= {stat_bus_error && !bus_error_q, stat_slow_tx_head != tx_head_q, stat_slow_rx_tail != rx_tail_q};
      isr_q       <= (isr_q ^ toggle) | (event_q & ier_q);
      interrupt_q <= gie_q && (isr_q != '0);
    end
  end

  // --- Counters: events are decoded in one cycle and counted in the next
  localparam int unsigned Plain = 7;
  localparam int unsigned All   = Plain + Drops;
  logic [All-1:0]    count_q;
  logic [15:0]       rx_bytes_q, tx_bytes_q;
  logic [64*All-1:0] counters_q;

  always_ff @(posedge clk) begin
    if (rst) count_q <= '0;
    else begin
      count_q[5'(flue_contract_pkg::CounterRxFrames)]      <= stat_rx_frame_valid;
      count_q[5'(flue_contract_pkg::CounterRxBytes)]       <= stat_rx_frame_valid;
      count_q[5'(flue_contract_pkg::CounterSlowRxFrames)]  <= stat_slow_rx_frame_valid;
      count_q[5'(flue_contract_pkg::CounterTxFrames)]      <= stat_tx_frame_valid;
      count_q[5'(flue_contract_pkg::CounterTxBytes)]       <= stat_tx_frame_valid;
      count_q[5'(flue_contract_pkg::CounterSlowTxEntries)] <= stat_slow_tx_entry_valid;
      count_q[5'(flue_contract_pkg::CounterSlowTxBad)]     <= stat_slow_tx_bad_valid;
      for (int unsigned i = 0; i < Drops; i++) begin
        count_q[Plain+i] <= (stat_rx_drop_valid && stat_rx_drop_reason == 8'(i)) ||
            (stat_slow_rx_full_valid && 8'(i) == flue_contract_pkg::DropReasonSlowRxFull);
      end
    end
    rx_bytes_q <= stat_rx_frame_bytes;
    tx_bytes_q <= stat_tx_frame_bytes;
  end

  for (genvar i = 0; i < All; i++) begin : gen_counter
    logic [15:0] step;
    if (i == flue_contract_pkg::CounterRxBytes) assign step = rx_bytes_q;
    else if (i == flue_contract_pkg::CounterTxBytes) assign step = tx_bytes_q;
    else assign step = 16'd1;
    always_ff @(posedge clk) begin
      if (rst) counters_q[64*i+:64] <= '0;
      else if (count_q[i]) counters_q[64*i+:64] <= counters_q[64*i+:64] + {48'd0, step};
    end
  end

  // --- Reads: s1 address, s2 the register and the counter it names, s3 the answer
  logic        s1_valid_q, s2_valid_q, s3_valid_q, s1_is_counter_q, s2_is_counter_q, s2_high_q;
  logic [7:0]  s1_addr_q;
  logic [4:0]  s1_counter_q;
  logic [31:0] s1_register, s2_register_q, latched_high_q, s3_data_q;
  logic [63:0] s1_counter, s2_counter_q;
  logic        s0_is_counter;
  logic [4:0]  s0_counter;
  assign s_axil_arready = !s1_valid_q && !s2_valid_q && !s3_valid_q;
  assign s_axil_rvalid  = s3_valid_q;
  assign s_axil_rdata   = s3_data_q;
  assign s_axil_rresp   = 2'b00;

  // Where a counter is kept: the plain ones first, then the drops. `All`: no such counter, reads 0.
  assign s0_is_counter = s_axil_araddr[15:8] == 8'(flue_contract_pkg::CounterBase >> 8);
  always_comb begin
    s0_counter = 5'(All);
    if (s_axil_araddr[7:3] < 5'(Plain)) s0_counter = s_axil_araddr[7:3];
    if (s_axil_araddr[7] && s_axil_araddr[6:3] < 4'(Drops)) s0_counter = 5'(Plain) + {1'b0, s_axil_araddr[6:3]};
  end

  always_comb begin
    s1_counter = '0;
    for (int unsigned i = 0; i < All; i++) begin
      s1_counter = s1_counter | (counters_q[64*i+:64] & {64{s1_counter_q == 5'(i)}});
    end
  end

  always_comb begin
    s1_register = '0;
    case (16'(s1_addr_q))
      flue_contract_pkg::RegGie:             s1_register = {31'd0, gie_q};
      flue_contract_pkg::RegIer:             s1_register = {29'd0, ier_q};
      flue_contract_pkg::RegIsr:             s1_register = {29'd0, isr_q};
      flue_contract_pkg::RegBlockType:       s1_register = flue_contract_pkg::Magic;
      flue_contract_pkg::RegContractVersion: s1_register = flue_contract_pkg::ContractVersion;
      flue_contract_pkg::RegBuildId:         s1_register = BuildId;
      flue_contract_pkg::RegCapabilities:    s1_register = Capabilities;
      flue_contract_pkg::RegControl:         s1_register = {28'd0, control_q};
      flue_contract_pkg::RegStatus: begin
        s1_register[flue_contract_pkg::StatusIdle]     = stat_core_idle;
        s1_register[flue_contract_pkg::StatusBusError] = stat_bus_error;
      end
      flue_contract_pkg::RegMacLo:        s1_register = mac_lo_q;
      flue_contract_pkg::RegMacHi:        s1_register = {16'd0, mac_hi_q};
      flue_contract_pkg::RegMcastIndex:   s1_register = {28'd0, mcast_index_q};
      flue_contract_pkg::RegMcastLo:      s1_register = mcast_lo_q;
      flue_contract_pkg::RegMcastHi:      s1_register = {15'd0, mcast_hi_q};
      flue_contract_pkg::RegSlowRxDescLo: s1_register = rx_desc_lo_q;
      flue_contract_pkg::RegSlowRxDescHi: s1_register = rx_desc_hi_q;
      flue_contract_pkg::RegSlowRxBufLo:  s1_register = rx_buf_lo_q;
      flue_contract_pkg::RegSlowRxBufHi:  s1_register = rx_buf_hi_q;
      flue_contract_pkg::RegSlowRxLog2:   s1_register = {28'd0, rx_log2_q};
      flue_contract_pkg::RegSlowRxHead:   s1_register = rx_head_q;
      flue_contract_pkg::RegSlowRxTail:   s1_register = stat_slow_rx_tail;
      flue_contract_pkg::RegSlowTxDescLo: s1_register = tx_desc_lo_q;
      flue_contract_pkg::RegSlowTxDescHi: s1_register = tx_desc_hi_q;
      flue_contract_pkg::RegSlowTxLog2:   s1_register = {28'd0, tx_log2_q};
      flue_contract_pkg::RegSlowTxTail:   s1_register = tx_tail_q;
      flue_contract_pkg::RegSlowTxHead:   s1_register = stat_slow_tx_head;
      flue_contract_pkg::RegCompletionLo: s1_register = completion_lo_q;
      flue_contract_pkg::RegCompletionHi: s1_register = completion_hi_q;
      default: ;
    endcase
  end

  logic s1_in_range_q, s1_high_q;
  always_ff @(posedge clk) begin
    if (rst) begin
      s1_valid_q <= 1'b0;
      s2_valid_q <= 1'b0;
      s3_valid_q <= 1'b0;
    end else begin
      s1_valid_q <= s_axil_arvalid && s_axil_arready;
      s2_valid_q <= s1_valid_q;
      s3_valid_q <= s3_valid_q ? !s_axil_rready : s2_valid_q;
    end
  end

  always_ff @(posedge clk) begin
    if (s_axil_arready) begin
      s1_addr_q       <= {s_axil_araddr[7:2], 2'b00};
      s1_in_range_q   <= s_axil_araddr[15:8] == '0;
      s1_is_counter_q <= s0_is_counter;
      s1_counter_q    <= s0_counter;
      s1_high_q       <= s_axil_araddr[2];
    end
    if (s1_valid_q) begin
      s2_register_q   <= s1_in_range_q ? s1_register : '0;
      s2_counter_q    <= s1_counter;
      s2_is_counter_q <= s1_is_counter_q;
      s2_high_q       <= s1_high_q;
    end
    if (s2_valid_q) begin
      s3_data_q <= s2_register_q;
      if (s2_is_counter_q) s3_data_q <= s2_high_q ? latched_high_q : s2_counter_q[31:0];
      if (s2_is_counter_q && !s2_high_q) latched_high_q <= s2_counter_q[63:32];
    end
  end

  logic [1:0] unused_addr;
  assign unused_addr = s_axil_araddr[1:0];

  // --- Nothing would change without new input
  assign stat_idle = !aw_valid_q && !w_valid_q && !b_valid_q && s_axil_arready && !mcast_store_q &&
      count_q == '0 && event_q == '0 && interrupt_q == (gie_q && isr_q != '0) && bus_error_q == stat_bus_error &&
      rx_tail_q == stat_slow_rx_tail && tx_head_q == stat_slow_tx_head;

  // Answers stay until taken, and a drop without a reason is a bug of the block that told it.
  `ASSERT_STABLE(r_stable, s_axil_rvalid, s_axil_rready, s_axil_rdata)
  `ASSERT(b_held, !b_valid_q || !answer)
  `ASSERT(drop_reason_known, !stat_rx_drop_valid || (stat_rx_drop_reason != 0 && stat_rx_drop_reason < 8'(Drops)))
endmodule

`default_nettype wire
