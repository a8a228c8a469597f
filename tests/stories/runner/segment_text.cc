#include "tests/stories/runner/segment_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "tests/stories/runner/words.h"

namespace flue::story {
namespace {

using Kind = OptionText::Kind;

constexpr std::pair<char, std::uint8_t> kFlagLetters[] = {{'F', 0x01}, {'S', 0x02}, {'R', 0x04}, {'P', 0x08},
                                                          {'U', 0x20}, {'E', 0x40}, {'C', 0x80}, {'.', 0x10}};

std::optional<std::uint32_t> parse_u32(std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number < -0x80000000ll || *number > 0xFFFFFFFFll) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

// A number, or "*" for one that is not compared. False if it is neither.
bool parse_or_any(std::string_view text, std::optional<std::uint32_t>& value) {
  if (text == "*") return value.reset(), true;
  value = parse_u32(text);
  return value.has_value();
}

std::optional<wire::TcpFlags> parse_flags(std::string_view word) {
  std::uint8_t bits = 0;
  for (const char letter : word) {
    if (letter == '-' && word.size() == 1) continue;
    const auto* known = std::find_if(std::begin(kFlagLetters), std::end(kFlagLetters),
                                     [&](const auto& flag) { return flag.first == letter; });
    if (known == std::end(kFlagLetters)) return std::nullopt;
    bits |= known->second;
  }
  return wire::TcpFlags::from_bits(bits);
}

// "1:101(100)", "101", "*", "*(100)".
bool parse_range(std::string_view word, SegmentText& segment) {
  std::optional<std::uint32_t> end;
  if (const auto open = word.find('('); open != std::string_view::npos) {
    if (!word.ends_with(')')) return false;
    if (!parse_or_any(word.substr(open + 1, word.size() - open - 2), segment.length)) return false;
    word = word.substr(0, open);
  } else {
    segment.length = 0;
  }
  if (const auto colon = word.find(':'); colon != std::string_view::npos) {
    end = parse_u32(word.substr(colon + 1));
    if (!end) return false;
    word = word.substr(0, colon);
  }
  if (!parse_or_any(word, segment.seq)) return false;
  return !end || (segment.seq && segment.length && *segment.seq + *segment.length == *end);
}

std::optional<std::vector<std::uint8_t>> parse_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  for (; !text.empty(); text.remove_prefix(2)) {
    std::uint8_t byte = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + 2, byte, 16);
    if (error != std::errc() || end != text.data() + 2) return std::nullopt;
    bytes.push_back(byte);
  }
  return bytes;
}

std::optional<OptionText> parse_option(std::string_view text) {
  const auto words = words_of(text);
  if (words.empty()) return std::nullopt;
  OptionText option;
  const auto name = words[0];
  if (words.size() == 1) {
    if (name == "nop")
      option.kind = Kind::kNop;
    else if (name == "eol")
      option.kind = Kind::kEnd;
    else if (name == "sackOK")
      option.kind = Kind::kSackPermitted;
    else if (name == "...")
      option.kind = Kind::kMore;
    else
      return std::nullopt;
    return option;
  }
  if (words.size() == 2 && (name == "mss" || name == "wscale")) {
    option.kind = name == "mss" ? Kind::kMss : Kind::kWindowScale;
    if (!parse_or_any(words[1], option.first)) return std::nullopt;
    return option;
  }
  if (words.size() == 2 && name == "raw") {
    option.kind = Kind::kRaw;
    const auto bytes = parse_hex(words[1]);
    if (!bytes) return std::nullopt;
    option.raw = *bytes;
    return option;
  }
  if (words.size() == 3 && name == "ts") {
    option.kind = Kind::kTimestamps;
    if (!parse_or_any(words[1], option.first) || !parse_or_any(words[2], option.second)) return std::nullopt;
    return option;
  }
  if (name == "sack") {
    option.kind = Kind::kSack;
    for (const auto block : std::vector(words.begin() + 1, words.end())) {
      const auto colon = block.find(':');
      const auto left = parse_u32(block.substr(0, colon));
      const auto right = colon == std::string_view::npos ? std::nullopt : parse_u32(block.substr(colon + 1));
      if (!left || !right) return std::nullopt;
      option.blocks.emplace_back(*left, *right);
    }
    return option;
  }
  return std::nullopt;
}

Result<std::vector<OptionText>, std::string> parse_options(std::string_view list) {
  std::vector<OptionText> options;
  list = trimmed(list);
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto option = parse_option(trimmed(list.substr(0, comma)));
    if (!option) return fail(fmt::format("not a TCP option: '{}'", list.substr(0, comma)));
    options.push_back(*option);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return options;
}

// "ack 5", "win *", "df", ... behind flags and range. Returns how many words it took; 0: not understood.
std::size_t parse_field(const std::vector<std::string_view>& words, std::size_t at, SegmentText& segment) {
  const auto word = words[at];
  if (word == "df" || word == "nodf") return segment.dont_fragment = word == "df", 1;
  if (word == "badsum") return segment.bad_checksum = true, 1;
  if (word == "layout") return segment.layout = true, 1;
  if (at + 1 == words.size()) return 0;
  if (word == "fill") {
    const auto byte = parse_u32(words[at + 1]);
    if (!byte || *byte > 255) return 0;
    segment.fill = static_cast<std::uint8_t>(*byte);
    return 2;
  }
  std::optional<std::uint32_t>* field = word == "ack"   ? &segment.ack
                                        : word == "win" ? &segment.window
                                        : word == "urg" ? &segment.urgent
                                        : word == "ttl" ? &segment.ttl
                                        : word == "tos" ? &segment.tos
                                                        : nullptr;
  return field != nullptr && parse_or_any(words[at + 1], *field) ? 2 : 0;
}

std::string any_or(const std::optional<std::uint32_t>& value) { return value ? fmt::format("{}", *value) : "*"; }

std::string option_text(const OptionText& option) {
  switch (option.kind) {
    case Kind::kMss:
      return "mss " + any_or(option.first);
    case Kind::kWindowScale:
      return "wscale " + any_or(option.first);
    case Kind::kSackPermitted:
      return "sackOK";
    case Kind::kTimestamps:
      return "ts " + any_or(option.first) + " " + any_or(option.second);
    case Kind::kNop:
      return "nop";
    case Kind::kEnd:
      return "eol";
    case Kind::kMore:
      return "...";
    case Kind::kRaw:
      return fmt::format("raw {:02x}", fmt::join(option.raw, ""));
    case Kind::kSack:
      break;
  }
  std::string text = "sack";
  for (const auto& [left, right] : option.blocks) text += fmt::format(" {}:{}", left, right);
  return text;
}

}  // namespace

Result<SegmentText, std::string> parse_segment(std::string_view text) {
  SegmentText segment;
  if (const auto open = text.find('<'); open != std::string_view::npos) {
    const auto close = text.find('>', open);
    if (close == std::string_view::npos) return fail(std::string("options without '>'"));
    auto options = parse_options(text.substr(open + 1, close - open - 1));
    if (!options) return fail(options.error());
    segment.options = std::move(*options);
    const std::string rest = fmt::format("{} {}", text.substr(0, open), text.substr(close + 1));
    auto outer = parse_segment(rest);
    if (!outer) return fail(outer.error());
    outer->options = std::move(segment.options);
    return outer;
  }
  const auto words = words_of(text);
  if (words.size() < 2) return fail(std::string("a segment needs flags and a sequence number"));
  const auto flags = parse_flags(words[0]);
  if (!flags) return fail(fmt::format("not flags: '{}'", words[0]));
  segment.flags = *flags;
  if (!parse_range(words[1], segment)) return fail(fmt::format("not a range SEQ:END(LENGTH): '{}'", words[1]));
  for (std::size_t at = 2; at < words.size();) {
    const auto taken = parse_field(words, at, segment);
    if (taken == 0) return fail(fmt::format("not understood: '{}'", words[at]));
    at += taken;
  }
  return segment;
}

std::string flags_text(wire::TcpFlags flags) {
  std::string text;
  for (const auto& [letter, bit] : kFlagLetters) {
    if ((flags.bits() & bit) != 0) text += letter;
  }
  return text.empty() ? "-" : text;
}

std::string to_string(const std::vector<OptionText>& options) {
  std::string text;
  for (const auto& option : options) text += (text.empty() ? "" : ",") + option_text(option);
  return "<" + text + ">";
}

std::string to_string(const SegmentText& segment) {
  std::string text = flags_text(segment.flags);
  if (segment.seq && segment.length && *segment.length > 0) {
    text += fmt::format(" {}:{}({})", *segment.seq, *segment.seq + *segment.length, *segment.length);
  } else {
    text += fmt::format(" {}({})", any_or(segment.seq), any_or(segment.length));
  }
  if (segment.ack) text += fmt::format(" ack {}", *segment.ack);
  if (segment.window) text += fmt::format(" win {}", *segment.window);
  if (segment.urgent) text += fmt::format(" urg {}", *segment.urgent);
  if (segment.options) text += " " + to_string(*segment.options);
  if (segment.dont_fragment) text += *segment.dont_fragment ? " df" : " nodf";
  if (segment.ttl) text += fmt::format(" ttl {}", *segment.ttl);
  if (segment.tos) text += fmt::format(" tos {}", *segment.tos);
  return text;
}

}  // namespace flue::story
