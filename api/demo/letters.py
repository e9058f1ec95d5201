"""What recruiter and candidate write to each other, a sentence a line, in English and German.

Slots: first, me, title, company, city, skill, role, client, day, month.
"""

from api.demo.lists import lines

ENGLISH = {
    "greeting": lines("""
Hi {first},
Hello {first},
Dear {first},
Good morning {first},
Hey {first} 👋
{first}, good afternoon,
"""),
    "opening": lines("""
I came across your profile while looking for people who know {skill} inside out.
Your work at {company} was mentioned twice this week by people I trust.
We have not met yet: I look after {role} roles in and around {city}.
I heard you speak about {skill} and have wanted to write ever since.
A former colleague of yours told me that you might be open to a conversation.
I am working with {client}, who are looking for a {role}.
Congratulations on the new position as {title}!
Your path to {company} is an unusual one, and that is why I am writing.
You will get plenty of these messages, so I will keep it short.
I have been following what {company} does with {skill} for a while.
Somebody in my network said: if it is about {skill}, ask {first}.
I am putting together a short list for {client} and thought of you first.
We talked briefly at the {skill} meetup in {city}, do you remember?
I know the market for {skill} in {city} quite well, and your name keeps coming up.
It has been a while since we last wrote; I hope {company} treats you well.
Three people have left {company} this spring, so I wondered how you are doing.
My client asked for somebody "like {first}", so I am asking the original.
I promised to write only when I have something that really fits: today I do.
"""),
    "pitch": lines("""
{client} are doubling the team this year and want somebody with real {skill} experience.
The role is a {role} position, four days a week, two of them from home.
They are profitable, privately owned and refreshingly calm.
You would report straight to the managing director and build your own team.
The salary band goes up to 95k, and for once the advert says so.
There is no legacy system; there is also no documentation, to be honest.
The team is eleven people, average tenure six years.
You would take over {skill} from a colleague who retires in {month}.
It is a replacement, not growth; I would rather tell you that now.
Shift work is voluntary, and weekends are paid double.
The office is ten minutes from {city} central station, and remote is fine within reason.
They moved the whole stack last year and now need somebody to make it boring.
The interview is two conversations and a paid trial day, nothing more.
What they lack is somebody who has done {skill} at scale before.
Funding is secured until 2028, I have seen the papers.
It is the kind of {role} job that is usually never advertised.
They sponsor visas and help with the move, including the dog.
The works council is strong, the coffee is not.
"""),
    "ask": lines("""
Would you have fifteen minutes on {day} for a call?
Is that something you would like to hear more about?
Shall I send you the job description?
If the timing is wrong, when would be better?
Do you happen to know somebody who would enjoy this?
May I call you on {day} after work?
What would have to be true for you to consider a move?
Could we talk before the end of {month}?
I am in {city} on {day}: coffee?
A short "no, thanks" is perfectly fine, too.
Which number may I reach you on?
Are you open to a change at all at the moment?
Would you mind if I got back to you in {month}?
Have a look and tell me what you think, bluntly.
"""),
    "closing": lines("""
Best regards, {me}
Kind regards
{me}
All the best, {me}
Many thanks and have a good week, {me}
Cheers, {me}
Warm regards from {city}, {me}
Looking forward to hearing from you, {me}
Thank you for reading this far! {me}
Have a lovely weekend, {me}
"""),
    "reminder": lines("""
Just bringing this to the top of your inbox, {first}.
I know that {month} is busy; I only wanted to make sure that you saw my message.
Quick nudge: {client} will decide about the short list on {day}.
No pressure at all, but the role closes on {day}.
Should I take your silence as a no? Both is fine.
I will not write a third time, promise.
Did my message about the {role} role reach you?
One last try, then I will leave you in peace.
My client raised the budget, so I thought I would ask again.
Still interested in hearing your thoughts, {first}.
"""),
    "yes": lines("""
Thanks for reaching out, that sounds interesting.
Good timing: I started looking last week.
Yes, happy to talk. {day} after 5 pm works best.
I am quite happy at {company}, but I am always curious.
Tell me more, please. What is the salary range?
Who is the client? If it is {client}, I have worked with them before.
Sure, call me on {day}, my number is in my profile.
That is exactly the kind of {role} job I have been waiting for.
I would be open to it if I can stay in {city}.
Please send the description, I will read it tonight.
My notice period is three months, would that be a problem?
Let us talk. I would rather not use my work phone, though.
Sounds good. I have a few questions about how they use {skill}.
I can do {day} morning, from eight.
Count me in, my CV is attached.
I have just come back from parental leave, so only part-time is possible.
OK! 👍
"""),
    "not_now": lines("""
Thank you, but I changed jobs only in {month}.
Not at the moment; please ask me again in half a year.
I have just been promoted, so I will stay for now.
We are about to have a baby, so this is not the year for it.
I am finishing a big project here and do not want to leave before {month}.
Interesting, but relocation is out of the question for the time being.
The bonus is paid in {month}; after that I am all ears.
My mother is ill, and I need the short commute right now.
I would like to stay in touch, but not to move now.
Ask me again after the summer, please.
Right now I am studying in the evenings and have no head for it.
"""),
    "no": lines("""
No, thank you.
I am not interested in agency roles, sorry.
Thanks, but I have left {skill} behind me.
Please take me off your list for this kind of role.
I know {client} and would not go back there.
The salary is below what I earn today.
I have accepted an offer last week, sorry.
I am self-employed now and happy with it.
Too far away for me, but thanks for thinking of me.
Please note that I no longer work as {title}.
You wrote to me about the same role in {month} already.
"""),
    "answer": lines("""
That is good to know, thank you for being so open.
The range is 78 to 92k plus a bonus, depending on {skill}.
I will ask {client} and come back to you by {day}.
Wonderful, I will send an invitation for {day}.
Three months are no problem, they would wait for the right person.
I understand completely; I will put a note in my calendar for {month}.
Thank you for the quick answer, and all the best for {company}!
Here is the description. Read the second page first, it is the honest one.
Yes, part-time is possible; they have two people who share a role already.
No worries at all, let us stay in touch.
I have passed your profile on, without your name for now.
You will hear from me either way, that is a promise.
The team lead would like to meet you in {city}.
Remote is possible for three days a week; I asked twice.
Of course: I will only call the number you gave me.
"""),
    "process": lines("""
{client} would like to meet you: does {day} at 10:00 suit you?
Please find attached the invitation for the second conversation.
They liked how you explained {skill}, and the numbers you brought.
You will meet the head of department and two future colleagues.
Could you send me your certificates by {day}?
The trial day is paid; bring identification and sturdy shoes.
There is a small delay, as the managing director is ill.
Please prepare ten minutes about a project you are proud of.
I have added directions and the number of the front desk.
The feedback was warm: they will decide by {day}.
The contract is on its way, please check the paragraph about overtime.
They went for an internal candidate in the end, and I am sorry about it.
They missed depth in {skill}, but praised your manner.
I would like to keep you in mind for the next {role} role.
Your first day would be the first of {month}, if that suits you.
Here is a short summary of what we agreed on the phone.
"""),
    "catch_up": lines("""
Happy birthday, {first}! 🎂
How have your first hundred days at {company} been?
I read about the merger and thought of you. How is the mood?
Congratulations on the certificate, well deserved!
Merry Christmas and a calm start to the new year.
We have not spoken since {month}: is everything all right?
I am organising a small {skill} breakfast in {city} on {day}, would you like to come?
Thank you again for the recommendation, she starts in {month}.
A year ago today you started at {company}. Still happy?
Your former colleague says hello, by the way.
I saw that {company} is hiring again; do you know who is behind it?
Shall we have lunch when I am in {city} next week?
"""),
    "thanks": lines("""
Thank you, how kind of you to remember!
All good here, busy as ever.
Lovely to hear from you. Lunch sounds great.
It is better than I hoped, to be honest.
The mood is mixed; let us talk on the phone rather than here.
Thanks! See you on {day}.
Ha, give them my regards.
I will be there, and I will bring a colleague.
Still happy, yes. But ask me again in {month}.
🙏
"""),
    "subject": lines("""
{role} in {city}
{role} at {client}
Your experience with {skill}
A question about {company}
Quick question, {first}
Our call on {day}
Opportunity: {role} (m/f/d)
Next step with {client}
Invitation: conversation with {client}
Keeping in touch
Re: {role}
Documents for {day}
"""),
}
