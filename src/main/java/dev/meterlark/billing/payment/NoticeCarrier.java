package dev.meterlark.billing.payment;

import dev.meterlark.platform.Carried;
import dev.meterlark.platform.OutboxCarrier;
import dev.meterlark.platform.OutboxEntry;

import org.springframework.mail.MailException;
import org.springframework.stereotype.Component;

/** Hands notices to the mail server. One may come twice where a node died in between. */
@Component
class NoticeCarrier implements OutboxCarrier {

    private final Letterbox letterbox;

    NoticeCarrier(Letterbox letterbox) {
        this.letterbox = letterbox;
    }

    @Override
    public String kind() {
        return Errands.NOTICE;
    }

    @Override
    public boolean isOperators() {
        return true;
    }

    @Override
    public Carried carry(OutboxEntry entry, int attempt) {
        Notices.Notice notice = Notices.Notice.read(entry.body());
        try {
            letterbox.send(notice.to(), notice.subject(), notice.text());
            return new Carried.Delivered();
        } catch (MailException e) {
            return new Carried.Failed("the mail server did not take it", null);
        }
    }
}
