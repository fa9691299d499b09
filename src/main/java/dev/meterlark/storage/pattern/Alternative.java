package dev.meterlark.storage.pattern;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.List;

/** What one value is held against. */
sealed interface Alternative {

    /**
     * @param there whether the event has a plain value here
     */
    boolean holds(JsonNode value, boolean there);

    /** A number, and none that was too large to be read. */
    static boolean isFinite(JsonNode value) {
        return value.isNumber() && Double.isFinite(value.doubleValue());
    }

    /** Numbers are equal when their values are. */
    record Equal(JsonNode wanted) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there
                    && (isFinite(wanted) && isFinite(value)
                            ? wanted.decimalValue().compareTo(value.decimalValue()) == 0
                            : wanted.equals(value));
        }
    }

    record Prefix(String start, boolean anyCase) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there
                    && value.isString()
                    && value.asString().regionMatches(anyCase, 0, start, 0, start.length());
        }
    }

    record Suffix(String end, boolean anyCase) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            if (!there || !value.isString()) {
                return false;
            }
            String text = value.asString();
            int from = text.length() - end.length();
            return text.regionMatches(anyCase, from, end, 0, end.length());
        }
    }

    record EqualInAnyCase(String wanted) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there && value.isString() && value.asString().equalsIgnoreCase(wanted);
        }
    }

    /** A star stands for any number of characters; there are never two in a row. */
    record Wildcard(List<String> pieces) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there && value.isString() && match(value.asString());
        }

        /** The first of each piece will do, because a later one leaves less for those behind it. */
        private boolean match(String text) {
            String first = pieces.getFirst();
            String last = pieces.getLast();
            if (pieces.size() == 1) {
                return text.equals(first);
            }
            int end = text.length() - last.length();
            if (!text.startsWith(first) || !text.endsWith(last) || end < first.length()) {
                return false;
            }
            int from = first.length();
            for (String piece : pieces.subList(1, pieces.size() - 1)) {
                int at = text.indexOf(piece, from);
                if (at < 0 || at + piece.length() > end) {
                    return false;
                }
                from = at + piece.length();
            }
            return true;
        }
    }

    record AnyOf(List<Alternative> alternatives) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return alternatives.stream().anyMatch(each -> each.holds(value, there));
        }
    }

    /** There, and none of these. */
    record AnythingBut(List<Alternative> unwanted) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there && unwanted.stream().noneMatch(each -> each.holds(value, true));
        }
    }

    /** All bounds at once. */
    record Numeric(List<Bound> bounds) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return there
                    && isFinite(value)
                    && bounds.stream().allMatch(bound -> bound.admits(value.decimalValue()));
        }
    }

    record Exists(boolean wanted) implements Alternative {

        @Override
        public boolean holds(JsonNode value, boolean there) {
            return wanted == there;
        }
    }

    record Bound(Comparison comparison, BigDecimal limit) {

        boolean admits(BigDecimal number) {
            int order = number.compareTo(limit);
            return switch (comparison) {
                case EQUAL -> order == 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case MORE -> order > 0;
                case AT_LEAST -> order >= 0;
            };
        }
    }

    enum Comparison {
        EQUAL("="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }
}
