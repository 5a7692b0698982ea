-- An account cannot be disconnected while a lease is being written that needs it: whoever comes second finds what the first has done.
create function refuse_lease_of_gone_account() returns trigger language plpgsql as $$
begin
  if new.account is not null then
    perform 1 from account where id = new.account and disconnected_at is null for key share;
    if not found then
      raise exception 'account % is disconnected', new.account;
    end if;
  end if;
  return new;
end $$;
create trigger lease_of_connected_account before insert on lease for each row execute function refuse_lease_of_gone_account();
