package dev.meterlark.records;

import java.util.List;
import java.util.Set;

/** What the books of payments owe to invoices, to each other, and to accounts' credits. */
final class PaymentRules {

    private static final String RECEIVABLE = "receivable";
    private static final String PAYMENT = "payment";

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "P1 paid",
                            "what is paid of an invoice is what its entries applied",
                            Rule.When.ALWAYS,
                            Set.of(RECEIVABLE, PAYMENT),
                            """
                            select r.account_id, r.invoice, r.paid, sum(p.applied) as applied
                            from receivable r left join payment p
                                on p.account_id = r.account_id and p.invoice = r.invoice
                            group by r.account_id, r.invoice, r.paid
                            having r.paid <> coalesce(sum(p.applied), 0)
                            """),
                    Rule.noRow(
                            "P1 refunded",
                            "what is refunded of an invoice is what its refunds come to",
                            Rule.When.ALWAYS,
                            Set.of(RECEIVABLE, PAYMENT),
                            """
                            select r.account_id, r.invoice, r.refunded, sum(p.amount) as refunds
                            from receivable r left join payment p on p.account_id = r.account_id
                                and p.invoice = r.invoice and p.kind = 'refund'
                            group by r.account_id, r.invoice, r.refunded
                            having r.refunded <> -coalesce(sum(p.amount), 0)
                            """),
                    Rule.noRow(
                            "P2 came in",
                            "no more is paid of an account's invoices, and credited, than came in"
                                    + " and stayed",
                            Rule.When.ALWAYS,
                            Set.of(PAYMENT),
                            """
                            select account_id, currency, sum(applied) as applied,
                                sum(credited) as credited
                            from payment group by account_id, currency
                            having sum(applied) + sum(credited)
                                > sum(case when kind = 'refund' then 0 else amount end)
                            """),
                    Rule.noRow(
                            "P2 undone",
                            "no more of a receipt is reversed and refunded than it was",
                            Rule.When.ALWAYS,
                            Set.of(PAYMENT),
                            """
                            select p.id, p.amount, sum(u.amount) as undone
                            from payment p join payment u on u.of_payment = p.id
                            group by p.id, p.amount having p.amount + sum(u.amount) < 0
                            """),
                    Rule.noRow(
                            "P3 invoice",
                            "an invoice says of itself what its account's books say of it",
                            Rule.When.ALWAYS,
                            Set.of(RECEIVABLE, PAYMENT, "invoice"),
                            """
                            select i.number, i.state, i.paid, r.state as books, r.paid as received
                            from invoice i join receivable r
                                on r.invoice = i.number and r.account_id = i.account_id
                            where i.state = 'VOID' and r.state <> 'void'
                                or i.state <> 'VOID' and i.paid <> r.paid
                                    and not exists (select 1 from payment t
                                        where t.account_id = r.account_id
                                            and t.invoice = r.invoice and t.kind = 'transfer')
                            """),
                    Rule.noRow(
                            "P4 credit",
                            "what an entry credited is a credit of the account's",
                            Rule.When.ALWAYS,
                            Set.of(PAYMENT, "credit", "credit_entry"),
                            """
                            select p.id, p.account_id, p.credited from payment p
                            where p.credited > 0 and not exists (select 1 from credit c
                                join credit_entry e on e.credit_id = c.id and e.kind = 'GRANTED'
                                where c.account_id = p.account_id and e.amount = p.credited
                                    and c.source = concat('payment:', cast(p.id as varchar(36))))
                            """),
                    Rule.noRow(
                            "P4 left",
                            "of no credit is more used than there was",
                            Rule.When.ALWAYS,
                            Set.of("credit_entry"),
                            """
                            select credit_id, sum(amount) as remains from credit_entry
                            group by credit_id having sum(amount) < 0
                            """),
                    Rule.noRow(
                            "P5 steps",
                            "reminders of an invoice have no gap",
                            Rule.When.ALWAYS,
                            Set.of("dunning_step"),
                            """
                            select account_id, invoice, dunning_round, count(*) as steps,
                                max(step) as highest
                            from dunning_step group by account_id, invoice, dunning_round
                            having count(*) <> max(step) - min(step) + 1
                            """));

    private PaymentRules() {}
}
