package dev.meterlark.billing.document;

import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Party;

import org.jspecify.annotations.Nullable;

import java.util.List;

import javax.xml.stream.XMLStreamException;

/** Seller and buyer of an e-invoice. */
final class XmlParty {

    private final IssuedInvoice invoice;
    private final XmlText xml;

    XmlParty(IssuedInvoice invoice, XmlText xml) {
        this.invoice = invoice;
        this.xml = xml;
    }

    /**
     * Outside the scope of the tax nobody may be named by a VAT id, so its number is an id only.
     */
    private boolean isOutOfScope() {
        return invoice.taxes().stream().anyMatch(each -> each.category().equals("O"));
    }

    void seller() throws XMLStreamException {
        Party seller = invoice.seller();
        if (isOutOfScope() || seller.vatId() == null) {
            xml.text("ID", sellerId(seller));
        }
        xml.text("Name", seller.name());
        contact(seller);
        address(seller);
        electronicAddress(seller.email());
        taxRegistration(seller);
    }

    private static String sellerId(Party seller) {
        if (seller.register() != null) {
            return seller.register();
        }
        return seller.vatId() != null ? seller.vatId() : seller.name();
    }

    void buyer() throws XMLStreamException {
        Party buyer = invoice.buyer();
        xml.text("ID", invoice.accountNumber());
        xml.text("Name", buyer.name());
        address(buyer);
        electronicAddress(buyer.email());
        taxRegistration(buyer);
    }

    private void contact(Party seller) throws XMLStreamException {
        if (seller.phone() == null && seller.email() == null) {
            return;
        }
        xml.group(
                "DefinedTradeContact",
                () -> {
                    xml.text("PersonName", seller.name());
                    if (seller.phone() != null) {
                        xml.group(
                                "TelephoneUniversalCommunication",
                                () -> xml.text("CompleteNumber", seller.phone()));
                    }
                    if (seller.email() != null) {
                        xml.group(
                                "EmailURIUniversalCommunication",
                                () -> xml.text("URIID", seller.email()));
                    }
                });
    }

    private void address(Party party) throws XMLStreamException {
        List<String> lines = party.lines().stream().filter(each -> !each.isBlank()).toList();
        xml.group(
                "PostalTradeAddress",
                () -> {
                    xml.text("PostcodeCode", party.postalCode());
                    xml.text("LineOne", line(lines, 0));
                    xml.text("LineTwo", line(lines, 1));
                    xml.text("LineThree", line(lines, 2));
                    xml.text("CityName", party.city());
                    xml.text("CountryID", party.country());
                });
    }

    /** The third line holds all that come after the second. */
    private static @Nullable String line(List<String> lines, int at) {
        if (at >= lines.size()) {
            return null;
        }
        return at < 2 ? lines.get(at) : String.join(", ", lines.subList(at, lines.size()));
    }

    private void electronicAddress(@Nullable String email) throws XMLStreamException {
        if (email != null) {
            xml.group(
                    "URIUniversalCommunication", () -> xml.text("URIID", email, "schemeID", "EM"));
        }
    }

    private void taxRegistration(Party party) throws XMLStreamException {
        if (party.vatId() != null && !isOutOfScope()) {
            xml.group(
                    "SpecifiedTaxRegistration",
                    () -> xml.text("ID", party.vatId(), "schemeID", "VA"));
        }
    }
}
