package dev.meterlark.storage.sqs;

/** The characters that AWS lets a message have: those that XML can say. */
final class MessageText {

    private MessageText() {}

    static void require(String text) {
        if (!text.codePoints().allMatch(MessageText::isAllowed)) {
            throw new SqsException(
                    SqsError.INVALID_CONTENTS,
                    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20"
                            + " to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        }
    }

    static boolean isAllowed(int point) {
        return point == 0x9
                || point == 0xA
                || point == 0xD
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }
}
