"""What a recruiter writes down for herself, a sentence a line; slots as in letters."""

from api.demo.lists import lines

NOTES = {
    "talked": lines("""
Good call, very open. Wants to leave {company} before {month}.
Likes the team, not the commute. Would move for a {role} position.
Asked twice about remote work: two days at home are the minimum.
Currently at 82k plus bonus, expects 90k.
Notice period is three months to the end of a quarter.
Strong in {skill}, has led a group of four.
Not a fit for {client}, but should talk to somebody in {city}.
Partner has found a job in {city}, so relocation is on the table.
Is in two other processes, one of them already at contract stage.
Hesitant about start-ups after the last one went bankrupt.
Would like to hear more about {client}; send the description by {day}.
Prefers e-mail over calls. Never call during shifts.
Speaks quietly, thinks before answering. I was impressed.
Knows the market for {skill} better than I do.
Has a non-compete until {month}, check with the lawyer.
Wants to go back to part-time when school starts.
We agreed that I call again in {month}.
Left the previous employer over a reorganisation, not over people.
Will think about it over the weekend.
Did not know that {client} also work with {skill}.
Sounded tired; night shifts are wearing them down.
Permit is valid until next year, renewal is a formality.
Dog comes to the office, non-negotiable.
Recommended a colleague for the {role} role, will introduce us.
"""),
    "left_voicemail": lines("""
Left a message, asked for a call back on {day}.
Voicemail again; will try in the evening.
Mailbox was full.
Spoke on the machine, mentioned {client} but no details.
Voicemail says: on holiday until {day}.
"""),
    "missed": lines("""
No answer.
Rang out twice.
Number not in service, look for a newer one.
Busy; a text message followed: "in a meeting".
Called back while I was in an interview, need to try again.
"""),
    "meeting": lines("""
Coffee in {city}. Showed me the project they are proud of: {skill}, all hand-made.
Lunch near the station; talked mostly about children and very little about work.
Met at the office of {client}, walked through the production hall together.
Came well prepared, with questions on paper.
An hour became two. Would be a wonderful {role}.
Was ten minutes late and called ahead, which I liked.
Brought references from {company} without being asked.
Walk along the river, no slides, the best talk this week.
Wants to found a company one day; would still be three good years.
Very different in person: warm and funny.
Met together with my colleague, same impression.
Honest about the gap in the CV: cared for the father.
Thinks that {company} will close the site in {city}.
Clear idea of the next step: lead a team, keep one foot in {skill}.
"""),
    "interview": lines("""
First interview with {client}: both sides want to go on.
Technical conversation about {skill} went well, weaker on planning.
Panel of three; asked the better questions than the panel.
Case study on {skill}: structured, a bit slow.
Trial day on the ward; the team wants to keep them at once.
Was nervous for the first ten minutes, then very good.
The managing director joined spontaneously, which helped.
Client worries about the notice period.
Salary came up too early, and it was not the candidate who raised it.
Second round, salary agreed in principle.
Culture conversation: laughed a lot, a good sign.
Client wants one more conversation with the team in {city}.
Code review instead of whiteboard. Everybody was happier for it.
Did not get along with the head of department.
"""),
    "note": lines("""
Met by chance at the {skill} meetup in {city}.
Profile now says: open to work.
{company} announced redundancies, get in touch by {day}.
Do not contact before {month}.
Prefers to be called {first}, never by the full name.
Speaks {skill} at conferences, see the recording.
Was recommended by two people independently.
Vegetarian, plays the cello, has twins.
Interested in {role} positions only, no management.
CV is from last year, ask for a newer one.
Declined {client} in {month} because of the commute.
Best reached between seven and eight in the morning.
Works council member: protected until the next election.
References checked, both excellent.
May be the right person for the confidential search.
Same person as in the old spreadsheet, merged by hand.
Salary band noted: 70 to 80k.
Birthday in {month}, likes a card.
Has moved to {city}.
Title on the profile is wrong; in truth leads the team.
"""),
    "event": lines("""
Sat next to each other at the {skill} conference in {city}.
Visited our breakfast for people in {skill}, stayed until the end.
Guest at the summer party of {client}.
Gave a talk about {skill}; full room, good questions.
Panel discussion in {city}, exchanged numbers afterwards.
Career fair: brought two students along.
"""),
    "promise": lines("""
Send the description of the {role} role
Call about the decision of {client}
Ask {client} for feedback
Send three dates in {month}
Check back after the bonus is paid
Introduce to the team in {city}
Send salary figures for {skill}
Return with an answer about remote work
Call again before the notice period starts
Pass on the name of the tax adviser
"""),
    "dropped": lines("""
Has found a job meanwhile
{client} withdrew the role
No longer needed, we met in person
Asked not to be called
"""),
    "rejection": lines("""
Not enough {skill}
Salary expectations too far apart
{client} filled the role internally
Team fit
Role was cancelled
Language skills
Another candidate was a little further
"""),
    "tag": lines("""
open to work
passive
top candidate
remote only
relocates
part-time
speaker
referral source
leadership
freelance
do not call
returner
night shifts
visa needed
silver medallist
{skill}
{city}
"""),
    "pool": lines("""
Silver medallists
Call again in spring
Nurses around Berlin
Backend, Europe
Future leaders
Alumni
Data people
Freelancers
Met at conferences
Women in engineering
"""),
    "stage": lines("""
Screening
First interview
Technical interview
Trial day
Final interview
Offer
"""),
}
