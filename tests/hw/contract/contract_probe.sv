// contract_probe: takes each record of the contract apart into its fields and puts it together again from them, and
// shows the fields, so that a test can see that hardware and software mean the same bytes by the same name.
`default_nettype none

module contract_probe (
    input  wire logic         clk,
    input  wire logic         rst,
    input  wire logic [511:0] record,
    // As SlowRxDescriptor
    output logic      [31:0]  rx_number,
    output logic      [15:0]  rx_length,
    output logic      [15:0]  rx_vlan_tag,
    output logic      [7:0]   rx_flags,
    output logic      [7:0]   rx_l3_offset,
    output logic      [7:0]   rx_l4_offset,
    output logic      [7:0]   rx_protocol,
    output logic      [31:0]  rx_reserved,
    output logic      [63:0]  rx_timestamp_us,
    output logic      [511:0] rx_record,
    // As SlowTxDescriptor
    output logic      [63:0]  tx_address,
    output logic      [31:0]  tx_length,
    output logic      [15:0]  tx_header_length,
    output logic      [15:0]  tx_mss,
    output logic      [7:0]   tx_opcode,
    output logic      [7:0]   tx_flags,
    output logic      [7:0]   tx_l3_offset,
    output logic      [7:0]   tx_l4_offset,
    output logic      [15:0]  tx_vlan_tag,
    output logic      [15:0]  tx_reserved,
    output logic      [511:0] tx_record,
    // As Completion
    output logic      [31:0]  completion_slow_tx_head,
    output logic      [31:0]  completion_slow_rx_tail,
    output logic      [511:0] completion_record
);
  flue_contract_pkg::slow_rx_descriptor_t rx_in, rx_out;
  assign rx_in           = record;
  assign rx_number       = rx_in.number;
  assign rx_length       = rx_in.length;
  assign rx_vlan_tag     = rx_in.vlan_tag;
  assign rx_flags        = rx_in.flags;
  assign rx_l3_offset    = rx_in.l3_offset;
  assign rx_l4_offset    = rx_in.l4_offset;
  assign rx_protocol     = rx_in.protocol;
  assign rx_reserved     = rx_in.reserved;
  assign rx_timestamp_us = rx_in.timestamp_us;

  always_comb begin
    rx_out              = '0;
    rx_out.number       = rx_number;
    rx_out.length       = rx_length;
    rx_out.vlan_tag     = rx_vlan_tag;
    rx_out.flags        = rx_flags;
    rx_out.l3_offset    = rx_l3_offset;
    rx_out.l4_offset    = rx_l4_offset;
    rx_out.protocol     = rx_protocol;
    rx_out.reserved     = rx_reserved;
    rx_out.timestamp_us = rx_timestamp_us;
  end
  assign rx_record = rx_out;

  flue_contract_pkg::slow_tx_descriptor_t tx_in, tx_out;
  assign tx_in            = record;
  assign tx_address       = tx_in.address;
  assign tx_length        = tx_in.length;
  assign tx_header_length = tx_in.header_length;
  assign tx_mss           = tx_in.mss;
  assign tx_opcode        = tx_in.opcode;
  assign tx_flags         = tx_in.flags;
  assign tx_l3_offset     = tx_in.l3_offset;
  assign tx_l4_offset     = tx_in.l4_offset;
  assign tx_vlan_tag      = tx_in.vlan_tag;
  assign tx_reserved      = tx_in.reserved;

  always_comb begin
    tx_out               = '0;
    tx_out.address       = tx_address;
    tx_out.length        = tx_length;
    tx_out.header_length = tx_header_length;
    tx_out.mss           = tx_mss;
    tx_out.opcode        = tx_opcode;
    tx_out.flags         = tx_flags;
    tx_out.l3_offset     = tx_l3_offset;
    tx_out.l4_offset     = tx_l4_offset;
    tx_out.vlan_tag      = tx_vlan_tag;
    tx_out.reserved      = tx_reserved;
  end
  assign tx_record = tx_out;

  flue_contract_pkg::completion_t completion_in, completion_out;
  assign completion_in           = record;
  assign completion_slow_tx_head = completion_in.slow_tx_head;
  assign completion_slow_rx_tail = completion_in.slow_rx_tail;

  always_comb begin
    completion_out              = '0;
    completion_out.slow_tx_head = completion_slow_tx_head;
    completion_out.slow_rx_tail = completion_slow_rx_tail;
  end
  assign completion_record = completion_out;

  logic unused;
  assign unused = clk ^ rst;
endmodule

`default_nettype wire
