"""Whom to be at each page, and what to look at."""

# The page, the one who sees most of it, and what it is looked at with: a kind and state of tests/browser/county.py.
PAGES = """
sign_in                  visitor
sign_in_callback         visitor        connection
sign_out                 leader
signed_out               visitor
sign_ins                 leader
prove_again              leader
operations               platform admin
operations_sign_ins      platform admin
idp_connection           platform admin   way in
close_connection         platform admin   way in
sign_in_attempts         organisation admin
change_organisation      leader
join_sign_in             leader
join_confirm             leader
sign_in_setup            connecting admin
require_sign_in          connecting admin
choose_service           organisation admin
connection_settings      connecting admin  service draft
saml_settings            connecting admin  saml draft
connection_checks        connecting admin  service draft
try_connection           connecting admin  service draft
connection_test          connecting admin  service draft
connection_guide         connecting admin  service draft
set_up_link              connecting admin  service draft
open_set_up              visitor        ?nyckel=set-up link
activate_connection      connecting admin  service draft
discard_connection       connecting admin  service draft
connection               connecting admin  service in use
change_connection        connecting admin  service in use
change_provider          connecting admin  saml in use
close_sign_in_service    connecting admin  service in use
sign_in_alone            visitor
link_sent                visitor
email_link               visitor        link
new_passkey              small company
edit_passkey             small company  passkey
remove_passkey           small company  passkey
emergency                platform admin
agree_to_emergency       visitor        ?kod=emergency word
emergency_access         visitor        emergency
enrol_emergency_key      visitor
rescuers                 organisation admin
remove_rescuer           organisation admin  rescuer
mend_sign_in             mender
session_limits           organisation admin
member_sessions          organisation admin  member active
all_sessions             platform admin
organisation_log         organisation admin
platform_log             platform admin
organisation_domains     organisation admin
organisation_domain      organisation admin  domain
remove_domain            organisation admin  domain
new_challenge            leader         ?words=natt
edit_challenge           leader         need draft
write_challenge          leader         need draft
check_challenge          leader         need draft
challenge_receipt        leader         need review
publish_challenge        leader         need approved
signal_challenge         leader         need draft
stop_challenge           leader         need ongoing
withdraw_challenge       leader         need anchoring
close_challenge          leader         need assessing
announce_change          leader         need open
register_challenge       leader         need open
share_challenge          neighbour      need open
endorse_challenge        neighbour      need published
mandate                  sponsor        need anchoring
mandate_receipt          sponsor        need answered
reviews                  region lead
review_challenge         region lead    need review
merge_challenge          region lead    need review
answer_questions         leader         need open
answer_question          leader         need open
challenges               visitor
challenge                leader         need open
challenge_questions      company        need open
challenge_history        leader         need open
challenge_readers        leader         need open
solutions                company
own_solutions            company
new_solution             company
solution                 company        solution shown
solution_readers         company        solution shown
edit_solution            company        solution draft
write_solution           company        solution draft
check_solution           company        solution draft
apply                    company        need open
new_proposal             company
edit_test_request        company        request draft
write_test_request       company        request draft
check_test_request       company        request draft
test_request_receipt     company        request submitted
discard_test_request     company        request draft
proposals                region lead
distribute               region lead    request proposed
test_requests            leader
test_request             leader         request submitted
test_request_readers     leader         request submitted
withdraw_test_request    company        request submitted
complete_test_request    company        request completion
screen_test_request      leader         request submitted
ask_completion           leader         request submitted
declare_ties             assessor       request being assessed
assessors                leader         request being assessed
assess                   unit contact   request being assessed
decision                 leader         request decided
prepare_decision         leader         request to prepare
agree_to_decision        sponsor        request to agree
send_decision            leader         request to send
challenge_requests       leader         need to decide
release_decisions        leader         need to decide
new_pilot                pilot leader   ?fran=request accepted
pilot_settings           pilot leader   pilot begun
pilot_plan               pilot leader   pilot begun
write_pilot_plan         pilot leader   pilot planned
check_pilot_plan         pilot leader   pilot planned
approve_plan             pilot company  pilot sent
pilot_company            pilot company  pilot sent
start_pilot              pilot leader   pilot approved
report_status            pilot leader   pilot running
decide_halfway           pilot leader   pilot halfway
pause_pilot              pilot leader   pilot running
resume_pilot             pilot leader   pilot paused
stop_pilot               pilot leader   pilot running
end_pilot                pilot leader   pilot running
pilot_evaluation         pilot leader   pilot evaluating
check_evaluation         pilot leader   pilot evaluating
write_evaluation         pilot leader   pilot evaluating
company_reply            pilot company  pilot reported
after_test               pilot sponsor  pilot reported
follow_up                pilot leader   pilot in follow-up
close_pilot              pilot leader   pilot decided
pilots                   visitor
pilot                    pilot leader   pilot running
read_plan                pilot leader   pilot sent
pilot_reports            pilot leader   pilot running
final_report             visitor        pilot in follow-up
pilot_history            pilot leader   pilot in follow-up
pilot_readers            pilot leader   pilot running
for_researchers          visitor
join_pilot               researcher     pilot to study
edit_research            researcher     study draft
check_research           researcher     study draft
research_receipt         researcher     study interested
my_research              researcher
research                 pilot leader   study active
research_readers         researcher     study active
answer_research          pilot leader   study interested
research_ethics          researcher     study accepted
start_research           researcher     study accepted
end_research             researcher     study active
withdraw_research        researcher     study interested
research_profile         researcher
edit_standing_interest   researcher     interest
grants                   region officer
new_grant                region officer
grant                    region lead    grant
edit_grant               region officer   grant
grant_readers            region officer   grant
grant_conditions         region officer   grant
grant_condition          region officer   grant
grant_plan               region officer   grant
new_grant_decision       region officer   grant
grant_decision           region lead    grant draft
edit_grant_decision      region officer   grant draft
put_grant_in_force       region lead    grant draft
grant_basis              region officer   grant draft
costs                    region officer   grant
new_cost                 region officer   grant
cost                     region officer   grant
edit_cost                region officer   grant to claim
correct_cost             region officer   grant
cost_outcome             region officer   grant
unbooked_hours           region officer   grant
claims                   region lead    grant
start_claim              region officer   grant to claim
claim                    region lead    claim sent
claim_readers            region lead    claim sent
sign_claim               region lead    claim draft
discard_claim            region officer   claim draft
answer_claim             region officer   claim sent
pay_claim                region officer   claim paid
settle_grant             region lead    grant to claim
demo_post                visitor
demo_letter              visitor        letter
overview                 region lead
stopped                  region lead
staffing                 region lead
municipal_staffing       region lead    leaving town
situation                sponsor        town
onboardings              region lead
new_onboarding           region officer
onboarding               region lead    arriving town
edit_onboarding          region officer  arriving town
away                     region officer  arriving town
access_reviews           organisation admin
access_review            organisation admin  review
distribution             region lead
contacts                 region lead
explain_sign             region lead    sign
company_share            company        share
indicators               region lead
indicator                region lead    e2-1
lead_times               region lead
reports                  region lead
report_draft             region lead    lika-villkor
report                   region lead    report
open_data                visitor
data_set                 visitor        resultat
state_aid                region officer
new_certificate          region officer
certificate              region officer  certificate
extracts                 region lead
extract                  region lead    extract being made
order_file               region lead    kontakter
import_costs             region officer   grant to claim
cost_import              region officer   grant to claim
earlier_tests            visitor
import_earlier_tests     region officer
earlier_import           region officer  earlier tests
told                     leader
new_errand               leader         ?om=need open
errand                   guest          errand of a guest
guest                    visitor        errand
guest_thanked            visitor
conversations            leader
message                  leader         request submitted
edit_message             leader         message
letter_choices           leader
stop_summaries           visitor        summary
post_office              platform admin
delegate_task            leader         task
mailings                 region lead
new_mailing              region officer
mailing                  region lead    letter to many
edit_mailing             region officer  letter to many
watch                    visitor        ?behov=need open
watch_asked              visitor
confirm_watch            visitor        watch asked for
stop_watch               visitor        watch token
stop_watches             visitor        watch token
watches                  leader
edit_watch               leader         watch
news                     visitor
calendar                 visitor
my_calendar              leader
home                     visitor
todo                     leader
account                  leader
administration           organisation admin
people_of                organisation admin
member                   organisation admin  member active
approvals                region lead
newcomers                organisation admin
organisation_facts       organisation admin
newcomer                 organisation admin  newcomer
decline_member           organisation admin  newcomer
ask_for_access           visitor        ?nyckel=access key
access_asked             visitor
invite                   organisation admin
invited                  organisation admin  batch
invitation               visitor        invitation
welcome                  unit contact
handovers                organisation admin
new_handover             leaving leader
distribute_handover      leaving leader  handover draft
check_handover           leaving leader  handover draft
handover                 receiver       handover sent
handover_briefing        receiver       handover sent
cancel_handover          leaving leader  handover sent
interim                  receiver       interim
edit_member              organisation admin  member active
suspend_member           organisation admin  member active
remove_member            organisation admin  member active
reinstate_member         organisation admin  member suspended
role_mappings            organisation admin
directory                organisation admin
new_directory_key        organisation admin
directory_preview        organisation admin
report_fault             visitor
fault_reported           visitor        barrier
barrier_report           platform admin   barrier
about                    visitor
how_it_works             visitor
equal_terms              visitor
glossary                 visitor
for_companies            visitor
does_it_fit              visitor
for_municipalities       visitor
accessibility_statement  visitor
personal_data            visitor
cookies                  visitor
public_documents         visitor
terms                    visitor
help                     visitor
status                   visitor
site_map                 visitor
"""
