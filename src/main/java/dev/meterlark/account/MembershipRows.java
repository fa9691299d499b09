package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.PersonId;
import dev.meterlark.shared.Role;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;

interface MembershipRows extends Repository<Membership, RowId> {

    void save(Membership membership);

    void delete(Membership membership);

    Optional<Membership> findByAccountAndPerson(AccountId account, PersonId person);

    /** Everybody in the account with their e-mail addresses, in the order in which they joined. */
    @Query(
            """
            select new dev.meterlark.account.MemberRow(m.person.value, p.email, m.role, m.joinedAt)
            from Membership m join Person p on p.id.value = m.person.value
            where m.account = :account
            order by m.joinedAt, m.id.value
            """)
    List<MemberRow> membersOf(AccountId account);

    /** The first joined is the first answered: the account a sign-in opens by itself. */
    @Query("select m from Membership m where m.person = :person order by m.joinedAt, m.id.value")
    List<Membership> ofPerson(PersonId person);

    /** Open accounts of a person, in the order in which the person joined. */
    @Query(
            """
            select new dev.meterlark.account.OwnAccountRow(
                a.id.value, a.name, a.slug, a.number, m.role)
            from Membership m join Account a on a.id.value = m.account.value
            where m.person = :person and a.state = dev.meterlark.account.AccountState.OPEN
            order by m.joinedAt, m.id.value
            """)
    List<OwnAccountRow> openOf(PersonId person, Limit limit);

    long countByAccount(AccountId account);

    long countByAccountAndRole(AccountId account, Role role);
}
